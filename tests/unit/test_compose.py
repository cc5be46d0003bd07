"""docker-compose.yml and Dockerfile: nothing undefined, nothing secret, nothing that the product does not have."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]
OURS = {"migrate", "api-server", "scheduler", "dag-processor", "triggerer", "worker"}
VARIABLE = re.compile(r"(?<!\$)\$\{(?P<name>[A-Z_]+)(?P<rule>:?[?-])?(?P<text>[^}]*)\}")
SERVICE_KEYS = {
    *{"image", "build", "restart", "init", "cap_drop", "security_opt", "environment", "volumes", "networks"},
    *{"depends_on", "command", "ports", "healthcheck", "stop_grace_period", "shm_size"},
}
HEALTH_KEYS = {"test", "interval", "timeout", "retries", "start_period"}
CONDITIONS = {"service_healthy", "service_completed_successfully"}


@pytest.fixture(scope="module", autouse=True)
def airflow_home(tmp_path_factory):
    """Importing Airflow writes a configuration file into its home: not into the user's."""
    os.environ.setdefault("AIRFLOW_HOME", str(tmp_path_factory.mktemp("airflow")))


def test_the_services_are_the_ones_that_the_design_names():
    assert set(SERVICES) == OURS | {"postgres", "broker"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_uses_only_keys_that_compose_knows(name):
    service = SERVICES[name]
    assert set(service) <= SERVICE_KEYS
    assert set(service.get("healthcheck", {})) <= HEALTH_KEYS
    assert all(isinstance(value, str) for value in service.get("environment", {}).values())
    assert isinstance(service.get("command", []), list)


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_refers_to_is_defined(name):
    service = SERVICES[name]
    assert set(service.get("networks", [])) <= set(COMPOSE["networks"])
    for other, needs in service.get("depends_on", {}).items():
        assert needs["condition"] in CONDITIONS
        if needs["condition"] == "service_healthy":
            assert "healthcheck" in SERVICES[other]
    for volume in service.get("volumes", []):
        place = volume.split(":")[0]
        assert (ROOT / place).exists() if place.startswith("./") else place in COMPOSE["volumes"]


def test_every_named_volume_and_network_is_used():
    volumes = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert set(COMPOSE["volumes"]) <= volumes
    assert set(COMPOSE["networks"]) == {name for service in SERVICES.values() for name in service["networks"]}


@pytest.mark.parametrize("name", SERVICES)
def test_each_lasting_service_restarts_and_is_watched(name):
    if name == "migrate":
        assert SERVICES[name]["restart"].startswith("on-failure")
    else:
        assert SERVICES[name]["restart"] == "unless-stopped"
        assert SERVICES[name]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}


def test_only_the_ui_is_published_and_only_on_loopback():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published == {"api-server": ["127.0.0.1:${UI_PORT:-8080}:8080"]}


def test_database_and_broker_have_no_way_out():
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert SERVICES["postgres"]["networks"] == SERVICES["broker"]["networks"] == ["inside"]


def test_every_variable_is_required_or_harmless_and_make_env_writes_the_required_ones():
    made = subprocess.run(
        [sys.executable, "-c", "from make_env import render_env; print(render_env())"],
        cwd=ROOT / "deploy",
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    written = dict(line.split("=", 1) for line in made.splitlines() if line and not line.startswith("#"))
    used = {match["name"]: match["rule"] for match in VARIABLE.finditer(TEXT)}
    required = {name for name, rule in used.items() if rule in {":?", "?"}}
    assert required <= set(written)
    assert {name for name in used if re.search("PASSWORD|SECRET|KEY", name)} <= required
    assert used.keys() - required == {"DATELINE_CONTACT", "WORKER_CONCURRENCY", "DATELINE_VERSION", "UI_PORT"}
    assert len({written[name] for name in required if name != "DATELINE_SOURCES"}) == len(required) - 1


def test_no_password_is_written_into_the_files():
    for line in TEXT.splitlines():
        if re.search(r"(PASSWORD|SECRET|_KEY)\S*:", line):
            assert "${" in line, line
    assert ".env" in (ROOT / ".gitignore").read_text().split()


@pytest.mark.parametrize("name", sorted(OURS - {"migrate"}))
def test_all_airflow_services_share_one_configuration(name):
    environment = SERVICES[name]["environment"]
    assert environment["AIRFLOW__CORE__EXECUTOR"] == "CeleryExecutor"
    assert environment["AIRFLOW__CELERY__BROKER_URL"].endswith("@broker:6379/0")
    assert "@postgres:5432/airflow" in environment["AIRFLOW__CELERY__RESULT_BACKEND"]
    assert "@postgres:5432/airflow" in environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"]
    assert environment["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] == "http://api-server:8080/execution/"
    assert environment == SERVICES["worker"]["environment"]
    assert SERVICES[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_every_setting_of_ours_is_one_that_the_program_reads():
    from dateline.settings import Settings

    ours = {name for name in SERVICES["worker"]["environment"] if name.startswith("DATELINE_")}
    assert ours == {"DATELINE_DATABASE_URL", "DATELINE_ARCHIVE_URL", "DATELINE_SOURCES", "DATELINE_CONTACT"}
    assert {name.removeprefix("DATELINE_").lower() for name in ours} <= set(Settings.model_fields)


def test_every_setting_of_airflow_is_one_that_airflow_reads():
    from airflow.configuration import retrieve_configuration_description
    from airflow.providers.celery.get_provider_info import get_provider_info

    known = {**get_provider_info()["config"], **retrieve_configuration_description()}
    for name in SERVICES["worker"]["environment"]:
        if name.startswith("AIRFLOW__"):
            section, key = name.removeprefix("AIRFLOW__").lower().split("__")
            assert key in known.get(section, {}).get("options", {}), name


def test_pools_are_the_ones_that_the_dags_use():
    pools = json.loads((ROOT / "deploy" / "pools.json").read_text())
    used = set(re.findall(r'pool="(\w+)"', (ROOT / "dags" / "factory.py").read_text()))
    assert set(pools) == used == {"crawl", "cpu"}


def test_the_image_installs_the_lock_by_hash_and_runs_as_an_ordinary_user():
    recipe = (ROOT / "Dockerfile").read_text()
    assert recipe.count("--require-hashes") == 2
    final = recipe.split("\nFROM ")[-1]
    assert "\nUSER dateline\n" in final
    shown = {line[1:] for line in (ROOT / ".dockerignore").read_text().split() if line.startswith("!")}
    assert {"requirements.lock", "requirements-uv.lock", "pyproject.toml", "dags", "dateline", "sql"} <= shown
    assert all((ROOT / name).exists() for name in shown)


def test_the_wheel_holds_the_dags_and_the_command(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path, ROOT],
        check=True,
        capture_output=True,
    )
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
        entry_points = next(name for name in names if name.endswith("entry_points.txt"))
        assert "dateline = dateline.cli:main" in wheel.read(entry_points).decode()
    assert {
        "dags/nightly.py",
        "dags/backfill.py",
        "dags/.airflowignore",
        "sql/queries/take_slot.sql",
    } <= names
    folder = re.search(r"DAGS_FOLDER=(\S+)", (ROOT / "Dockerfile").read_text())
    base = re.search(r"^FROM python:(\d+\.\d+)-", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert folder
    assert base
    assert folder[1] == f"/opt/dateline/lib/python{base[1]}/site-packages/dags"


def test_every_setting_of_the_local_stack_is_one_that_airflow_reads(tmp_path):
    from airflow.configuration import retrieve_configuration_description

    from dateline.stack.airflow import AirflowPlan, describe_airflow

    known = retrieve_configuration_description()
    plan = AirflowPlan(home=tmp_path, logs=tmp_path, database_url="postgresql://u:p@h/d", port=1, parallelism=2)
    for name in describe_airflow(plan, url="http://127.0.0.1:1"):
        if name.startswith("AIRFLOW__"):
            section, key = name.removeprefix("AIRFLOW__").lower().split("__")
            assert key in known.get(section, {}).get("options", {}), name
