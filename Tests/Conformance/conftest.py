"""Starts each service once."""
import pytest

from services import start_crm, start_reference


@pytest.fixture(scope="session")
def crm():
    service, stop = start_crm()
    yield service
    stop()


@pytest.fixture(scope="session")
def reference():
    service, stop = start_reference()
    yield service
    stop()


@pytest.fixture(params=["crm", "reference"])
def service(request):
    """Each of the services in turn."""
    return request.getfixturevalue(request.param)
