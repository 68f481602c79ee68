-- reads: macros; returns: every macro with how it is called and what it returns
SELECT macro, call, meaning FROM macros;
