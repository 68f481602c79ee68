DELETE FROM trend_stale WHERE day IN (FROM counted_days);
