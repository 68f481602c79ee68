SELECT macro, call, meaning FROM macros;
