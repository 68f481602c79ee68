-- What lies later than this was written by a clock that has been set back since: it holds off nothing that is new.
SET VARIABLE clock_ahead = $now::TIMESTAMPTZ + INTERVAL 10 MINUTES;
