SELECT snapshot, form FROM about;
