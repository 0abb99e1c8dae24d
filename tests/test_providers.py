"""What the operator says of the providers of sign-in: each fault named, and no secret shown."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from course.grants import Role
from course.organisations import cohort
from course.providers import Provider, providers
from course.server.started import Started, StartedSignIns
from course.settings import BadSetting, Settings

GOOD = {"label": "Feide", "issuer": "https://auth.example.org", "client_id": "id"}
DOCS = (Path(__file__).parent.parent / "docs" / "openid.md").read_text("utf-8")


def written(folder: Path, text: str, address: str = "https://workbook.example.org/") -> dict[str, Provider]:
    (folder / "openid.toml").write_text(text)
    return providers(Settings(var_dir=folder, address=address))


def toml(**fields: object) -> str:
    def value(said: object) -> str:
        if isinstance(said, bool):
            return str(said).lower()
        return f'"{said}"' if isinstance(said, str) else str(said).replace("'", '"')

    return "[feide]\n" + "".join(f"{name} = {value(said)}\n" for name, said in (GOOD | fields).items())


def lets_in(**fields: str) -> str:
    entry = {"value": "x", "cohort": "pilot", "municipality": "sula"} | fields
    return toml(claim="work") + "[[feide.lets_in]]\n" + "".join(f'{k} = "{v}"\n' for k, v in entry.items())


def test_without_a_file_there_are_none(tmp_path):
    assert providers(Settings(var_dir=tmp_path)) == {}


def test_a_provider_is_read_with_its_secret_from_beside_the_file(tmp_path, monkeypatch):
    monkeypatch.chdir("/")
    (tmp_path / "secret").write_text("swordfish\n")
    found = written(tmp_path, toml(secret_file="secret"))["feide"]
    assert found.secret() == "swordfish"
    assert found.scopes == ("openid", "profile", "email")
    assert "swordfish" not in repr(found)
    monkeypatch.setenv("FEIDE_SECRET", "carp")
    assert written(tmp_path, toml(secret_variable="FEIDE_SECRET"))["feide"].secret() == "carp"
    assert written(tmp_path, toml())["feide"].secret() is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (toml(issuer="http://auth.example.org"), "issuer: an address begins with https://"),
        (toml(issuer="https://a@auth.example.org"), "issuer"),
        (toml(issuer="https://auth.example.org/ x"), "issuer: an address has no blanks"),
        (toml(client_secret="swordfish"), "client_secret: Extra inputs"),
        (toml(client_id=""), "client_id"),
        (toml(scopes=["email"]), "scopes has no “openid”"),
        (toml(secret_file="a", secret_variable="B"), "secret_file or secret_variable, not both"),
        (toml(secret_file="not-there"), "The secret of “feide” cannot be read"),
        (toml(secret_variable="NOT_THERE"), "The secret of “feide” is empty"),
        (toml(sent_by="url"), "sent_by"),
        (toml().replace("[feide]", "[Feide]"), "key"),
        (lets_in().replace('claim = "work"', ""), "lets_in needs the name of a claim"),
        (lets_in(role="administrator"), "lets_in.0: an administrator is invited"),
        (lets_in(role="facilitator"), "lets_in.0: a participant and a reader belong to one"),
        (lets_in(municipality=""), "lets_in.0: a participant and a reader belong to one"),
        (lets_in(role="king"), "lets_in.0.role"),
        ('feide = "x"', "“feide” stands outside every [provider]"),
        ("[feide", "cannot be used"),
    ],
)
def test_what_cannot_be_used_is_named_and_not_repeated(tmp_path, text, sentence):
    assert written(tmp_path, toml()) and written(tmp_path, lets_in())
    with pytest.raises(BadSetting) as raised:
        written(tmp_path, text)
    assert sentence in str(raised.value)
    assert "swordfish" not in str(raised.value)


def test_people_have_to_be_sent_back_somewhere(tmp_path):
    assert written(tmp_path, toml())
    with pytest.raises(BadSetting, match="WORKBOOK_ADDRESS"):
        written(tmp_path, toml(), address="")


@pytest.mark.parametrize("verified", [True, 1, "1", "true"])
def test_an_address_counts_where_the_provider_has_verified_it(verified):
    provider = Provider.model_validate(GOOD | {"key": "a", "verified_claim": "xms_edov"})
    claims = {"email": "Kari@Example.org", "xms_edov": verified}
    assert provider.address(claims) == "kari@example.org"
    assert provider.address(claims | {"xms_edov": False, "email_verified": True}) is None


def test_the_examples_in_the_documentation_can_be_used(tmp_path):
    blocks = re.findall(r"```toml\n(.*?)```", DOCS, re.DOTALL)
    assert len(blocks) == 3
    for name in set(re.findall(r'secret_file = "(.+?)"', DOCS)):
        (tmp_path / name).write_text("x")
    filled_in = re.sub(r"<[^>\n]+>", "x", "\n".join(blocks))
    found = written(tmp_path, filled_in)
    assert set(found) == {"feide", "entra", "idporten"}
    for provider in found.values():
        for entry in provider.lets_in:
            assert entry.role is Role.FACILITATOR or cohort(entry.cohort).municipality(entry.municipality)


def test_every_field_is_documented():
    documented = set(re.findall(r"^\| `(\w+)` \|", DOCS, re.MULTILINE))
    assert documented == set(Provider.model_fields) - {"key"}
    assert tomllib.loads(toml(levels=["a"]))["feide"]["levels"] == ["a"]


def test_what_has_begun_is_taken_once_by_the_browser_it_began_in():
    begun, started = StartedSignIns(), Started("feide", "/")
    begun.keep(started)
    assert begun.take("x", "feide", started.browser) is None
    assert begun.take(started.state, "feide", started.browser) is started
    assert begun.take(started.state, "feide", started.browser) is None
    for provider, browser in (("entra", started.browser), ("feide", ""), ("feide", "ø")):
        begun.keep(started)
        assert begun.take(started.state, provider, browser) is None
    late = Started("feide", "/", until=0)
    begun.keep(late)
    assert begun.take(late.state, "feide", late.browser) is None
    assert not {late.state, late.nonce, late.verifier, late.browser} & set(re.findall(r"[\w-]+", repr(late)))


def test_what_has_begun_takes_only_so_much_room(monkeypatch):
    monkeypatch.setattr("course.server.started._MOST", 2)
    begun = StartedSignIns()
    all_of_them = [Started("feide", "/") for _ in range(3)]
    for started in all_of_them:
        begun.keep(started)
    taken = [begun.take(started.state, "feide", started.browser) for started in all_of_them]
    assert taken == [None, *all_of_them[1:]]
