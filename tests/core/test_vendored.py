import tomllib

import pytest

from tools import vendor


@pytest.fixture
def packages() -> list[dict]:
    return tomllib.loads(vendor.MANIFEST.read_text())["package"]


def test_third_party_files_are_those_we_pinned(packages):
    assert vendor.check(packages) == []


def test_a_changed_file_is_named(packages):
    packages[0]["files_sha256"] = "0" * 64
    assert vendor.check(packages) == [f"htmx.org: a committed file differs from version {packages[0]['version']}"]


def test_a_missing_file_is_named(packages):
    packages[0]["files"]["dist/x.js"] = "src/parvis/core/static/parvis/vendor/x.js"
    assert vendor.check(packages) == ["htmx.org: src/parvis/core/static/parvis/vendor/x.js is missing"]


def test_every_package_says_its_licence(packages):
    for package in packages:
        assert package["licence"]
        assert any("LICENSE" in source for source in package["files"])
