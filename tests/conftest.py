"""What every test run enforces: a requirement mark names a real id, and a whole run has a passing test for each id
that the manifest calls proven or partial (a skipped test proves nothing)."""

import hypothesis
import pytest
from tests.support.requirements import requirements

# Tests are never timed: these run on machines that are busy with other things (`make bench` measures).
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

# `make mutants` wants to know that a test fails, not the smallest way in which it does.
hypothesis.settings.register_profile(
    "mutants", phases=[hypothesis.Phase.explicit, hypothesis.Phase.reuse, hypothesis.Phase.generate], deadline=None
)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(RequirementMarks(config), "requirement-marks")


class RequirementMarks:
    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.known = requirements()
        self.passed: set[str] = set()
        self.unproven: list[str] = []

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            for mark in item.iter_markers("requirement"):
                for identifier in mark.args:
                    if identifier not in self.known:
                        raise pytest.UsageError(f"{item.nodeid}: no requirement {identifier!r} in requirements.toml")
                    # Travels in the report, also from a worker process.
                    item.user_properties.append(("requirement", identifier))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and report.passed:
            self.passed.update(str(value) for name, value in report.user_properties if name == "requirement")

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if exitstatus != pytest.ExitCode.OK or not self._whole_run():
            return
        promised = (row.id for row in self.known.values() if row.status != "planned")
        self.unproven = [identifier for identifier in promised if identifier not in self.passed]
        if self.unproven:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _whole_run(self) -> bool:
        narrowed = any(self.config.getoption(name, None) for name in ("keyword", "markexpr", "lf", "deselect"))
        return (
            self.config.args_source is pytest.Config.ArgsSource.TESTPATHS
            and not narrowed
            and not self.config.getoption("collectonly")
            and not hasattr(self.config, "workerinput")  # only the process that sees every report judges
        )

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for identifier in self.unproven:
            terminalreporter.write_line(f"FAILED requirement {identifier}: no test that carries it passed", red=True)
