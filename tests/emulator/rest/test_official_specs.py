"""Methods against the official machine-readable descriptions; collected only where those are at hand."""

import json

import pytest

from portal_emulator.model import Template
from portal_emulator.rest.methods import METHODS
from tests.emulator.rest.conftest import SPECS

DESCRIBED = {
    spec["method"].lower(): spec
    for spec in (json.loads(path.read_text()) for path in sorted(SPECS.glob("*.json")))
}
KNOWN = sorted(name for name in set(DESCRIBED) & set(METHODS) if name.startswith("landing."))
NOT_ARGUMENTS = {"scope", "result", "time"}
KINDS = {
    "integer": {"int", "id", "any"},
    "string": {"string", "any"},
    "boolean": {"bool"},
    "object": {"array"},
}


@pytest.mark.parametrize("name", KNOWN)
def test_arguments_are_the_documented_ones(name):
    arguments = {argument.name: argument for argument in METHODS[name].arguments}
    documented = [item for item in DESCRIBED[name]["params"] if item["name"] not in NOT_ARGUMENTS]
    for item in documented:
        argument = arguments.get(item["name"])
        assert argument is not None, f"{name} lacks {item['name']}"
        assert argument.kind in KINDS[item["base"]], f"{name}: {item['name']} is {argument.kind}"
        if item["required"] is True:
            assert argument.required, f"{name}: {item['name']} is required"
    required = {argument.name for argument in arguments.values() if argument.required}
    assert required <= {item["name"] for item in documented}


def of_page(content):
    return {"lid": content.news.id}


def of_block(content):
    return {"lid": content.news.id, "block": content.cover.id}


CALLS = {
    "landing.site.getlist": lambda c: {},
    "landing.site.getfolders": lambda c: {"siteId": c.site.id},
    "landing.site.addfolder": lambda c: {"siteId": c.site.id, "fields": {"TITLE": "Fresh"}},
    "landing.site.getpreview": lambda c: {"id": c.site.id},
    "landing.site.getpublicurl": lambda c: {"id": [c.site.id]},
    "landing.site.publication": lambda c: {"id": c.site.id},
    "landing.site.unpublic": lambda c: {"id": c.site.id},
    "landing.site.markdelete": lambda c: {"id": c.site.id},
    "landing.landing.add": lambda c: {"fields": {"TITLE": "New", "SITE_ID": c.site.id}},
    "landing.landing.getlist": lambda c: {},
    "landing.landing.getpreview": of_page,
    "landing.landing.getpublicurl": of_page,
    "landing.landing.copy": of_page,
    "landing.landing.move": of_page,
    "landing.landing.update": lambda c: {**of_page(c), "fields": {"TITLE": "New"}},
    "landing.landing.markdelete": of_page,
    "landing.landing.markundelete": of_page,
    "landing.landing.delete": of_page,
    "landing.landing.publication": of_page,
    "landing.landing.unpublic": of_page,
    "landing.landing.showblock": of_block,
    "landing.landing.hideblock": of_block,
    "landing.landing.markdeletedblock": of_block,
    "landing.landing.markundeletedblock": of_block,
    "landing.landing.deleteblock": of_block,
    "landing.landing.copyblock": of_block,
    "landing.landing.moveblock": lambda c: {**of_block(c), "params": {"RETURN_CONTENT": "Y"}},
    "landing.landing.addblock": lambda c: {**of_page(c), "fields": {"CODE": "01.cover"}},
    "landing.landing.favoriteblock": lambda c: {**of_block(c), "meta": {"name": "Hero"}},
    "landing.landing.removeentities": lambda c: {**of_page(c), "data": {"blocks": [c.cover.id]}},
    "landing.block.getlist": lambda c: {**of_page(c), "params": {"edit_mode": 1, "get_content": 1}},
    "landing.block.getbyid": lambda c: {"block": c.cover.id, "params": {"edit_mode": 1, "get_content": 1}},
    "landing.block.getcontent": lambda c: {**of_block(c), "editMode": 1},
    "landing.block.getmanifest": lambda c: {**of_block(c), "params": {"edit_mode": 1}},
    "landing.block.getrepository": lambda c: {"section": "cover"},
    "landing.block.getcontentfromrepository": lambda c: {"code": "01.cover"},
    "landing.template.getlist": lambda c: {},
    "method.get": lambda c: {"name": "profile"},
    "feature.get": lambda c: {"CODE": "anything"},
    "event.bind": lambda c: {"event": "ONAPPUNINSTALL", "handler": "http://a.test/"},
}
# Keys the examples ask for in `select` or get only for the block shown there.
OPTIONAL = {
    "landing.site.getlist": {"DOMAIN_NAME", "PUBLIC_URL", "PREVIEW_PICTURE", "PHONE"},
    "landing.landing.getlist": {"PUBLIC_URL", "PREVIEW", "IS_AREA"},
    "landing.block.getcontent": {"requiredUserAction"},
}
KEYED_BY_ID = {"landing.site.getpublicurl"}


@pytest.mark.parametrize("name", sorted(CALLS))
def test_results_have_the_documented_shape(rest, portal, content, name):
    portal.templates[1] = Template(1, "Header", "header", 1, "")
    documented = DESCRIBED[name]["resultExample"]["result"]
    result = rest(name, **CALLS[name](content))
    assert type(result) is type(documented)
    if isinstance(result, list):
        result, documented = result[0], documented[0]
    if isinstance(result, dict) and name not in KEYED_BY_ID:
        assert not set(documented) - set(result) - OPTIONAL.get(name, set())
        for key in set(result) & set(documented):
            if result[key] is not None and documented[key] is not None:
                # An empty PHP map is a list, so maps and lists stand for each other.
                kinds = {list, dict} if isinstance(documented[key], list | dict) else {type(documented[key])}
                assert type(result[key]) in kinds, key
