-- reads: counted_days; writes: trend_stale
DELETE FROM trend_stale WHERE day IN (FROM counted_days);
