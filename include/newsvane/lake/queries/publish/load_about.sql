-- reads: about; returns: the snapshot and the form of the working copy
SELECT snapshot, form FROM about;
