"""The only importer of Great Expectations: tables and expectations in, findings out.

Its Data Docs lie in `docs`: results under `validations`, pages under `site`, those of the newest runs.
"""

import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from newsvane.quality.expectations import Expectation

os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read at import, at which it would report home

import great_expectations as gx
import pandas as pd
from great_expectations.checkpoint.actions import UpdateDataDocsAction
from great_expectations.data_context.types.base import DataContextConfig, ProgressBarsConfig
from great_expectations.expectations.row_conditions import Column

KEEP_RUNS = 50
"""How many runs the Data Docs hold."""

Table = tuple[str, list[dict[str, Any]], list[Expectation]]
"""Name, rows, and what is expected of them."""


@dataclass(frozen=True)
class Finding:
    """`rows`: ids of the articles that fail. `observed`: how it is instead."""

    met: bool
    rows: tuple[str, ...]
    observed: str


def check(
    tables: Sequence[Table], *, docs: Path | None, now: datetime, run_id: str
) -> Iterator[tuple[Expectation, Finding]]:
    """Evaluate every expectation, and write the Data Docs where there is a folder for them."""
    if docs:
        _prune(docs)
    context = gx.get_context(mode="ephemeral", project_config=_config(docs))
    source = context.data_sources.add_pandas("newsvane")
    run = gx.RunIdentifier(run_name=re.sub(r"[^\w.+:-]", "_", run_id), run_time=now)
    for name, rows, expectations in tables:
        suite = gx.ExpectationSuite(name=name, expectations=[_translated(each) for each in expectations])
        batch = source.add_dataframe_asset(name).add_batch_definition_whole_dataframe("batch")
        definition = gx.ValidationDefinition(name=name, data=batch, suite=context.suites.add(suite))
        result_format: dict[str, Any] = {"result_format": "COMPLETE"}
        if "article_id" in rows[0]:
            result_format["unexpected_index_column_names"] = ["article_id"]
        checkpoint = gx.Checkpoint(
            name=name,
            validation_definitions=[context.validation_definitions.add(definition)],
            actions=[UpdateDataDocsAction(name="docs")] if docs else [],
            result_format=result_format,
        )
        ran = context.checkpoints.add(checkpoint).run(batch_parameters={"dataframe": pd.DataFrame(rows)}, run_id=run)
        by_name = {expectation.name: expectation for expectation in expectations}
        for validation in ran.run_results.values():
            for result in validation.results:
                config: Any = result.expectation_config
                yield by_name[config.meta["name"]], _finding(result)


def _translated(expectation: Expectation) -> Any:
    condition = {"row_condition": Column(expectation.where) > 0} if expectation.where else {}
    return getattr(gx.expectations, expectation.kind)(
        **expectation.arguments,
        **condition,
        description=f"{expectation.name}: {expectation.says}",
        meta={"name": expectation.name},
        severity="critical" if expectation.on == "failure" else "warning",
    )


def _finding(result: Any) -> Finding:
    details: Mapping[str, Any] = result.result
    if "unexpected_count" in details:
        observed = f"{details['unexpected_count']} of {details['element_count']} are not so"
    elif "observed_value" in details:
        observed = f"found {details['observed_value']}"
    else:
        observed = f"could not be evaluated: {result.exception_info}"
    failing = [row["article_id"] for row in details.get("unexpected_index_list") or () if isinstance(row, dict)]
    return Finding(met=result.success, rows=tuple(dict.fromkeys(failing)), observed=observed)


def _config(docs: Path | None) -> DataContextConfig:
    """All in memory, but the results and the site under `docs`."""

    def store(kind: str, folder: Path | None = None) -> dict[str, Any]:
        backend = {"class_name": "InMemoryStoreBackend"}
        if folder:
            backend = {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder.absolute())}
        return {"class_name": kind, "store_backend": backend}

    site = {
        **store("SiteBuilder", docs and docs / "site"),
        "show_how_to_buttons": False,
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
    }
    return DataContextConfig(
        stores={
            "expectations": store("ExpectationsStore"),
            "checkpoints": store("CheckpointStore"),
            "validation_definition_store": store("ValidationDefinitionStore"),
            "results": store("ValidationResultsStore", docs and docs / "validations"),
        },
        expectations_store_name="expectations",
        checkpoint_store_name="checkpoints",
        validation_results_store_name="results",
        data_docs_sites={"newsvane": site} if docs else {},
        analytics_enabled=False,
        progress_bars=ProgressBarsConfig(globally=False),
    )


def _prune(docs: Path) -> None:
    """Make room for one more run; results and pages lie under `<table>/<run>/<time>`."""
    for table in (*docs.glob("validations/*/"), *docs.glob("site/validations/*/")):
        runs = sorted(table.glob("*/*/"), key=lambda run: run.name)
        for old in runs[: max(0, len(runs) - KEEP_RUNS + 1)]:
            shutil.rmtree(old)
            if not any(old.parent.iterdir()):
                old.parent.rmdir()
