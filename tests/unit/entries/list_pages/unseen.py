LAYOUTS: tuple[()] = ()
