-- reads: nothing; sets: the variable `latest_plausible`
-- A stored time after this was written by a clock that has been set back since, and does not keep newer data out.
SET VARIABLE latest_plausible = $until::TIMESTAMPTZ;
