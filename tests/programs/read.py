"""Reads the files of one format in a built site with a program that others wrote, and prints what that found in them.

    read.py FORMAT FOLDER

Prints a JSON object: the path of each file with what was read of it. What a program takes for an error ends this one.
"""

import csv
import json
import sys
import warnings
from html.parser import HTMLParser
from pathlib import Path


def openapi(file):
    """openapi-spec-validator: the paths that are described."""
    from openapi_spec_validator import validate

    document = json.loads(file.read_bytes())
    validate(document)
    return sorted(document["paths"])


def table(file):
    """Python's csv, told to refuse what is malformed: the rows."""
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text, strict=True))


def bibtex(file):
    """bibtexparser: keys and titles."""
    import bibtexparser

    library = bibtexparser.parse_string(file.read_text(encoding="utf-8"))
    if library.failed_blocks:
        raise ValueError(library.failed_blocks[0].error)
    return {entry.key: entry.fields_dict["title"].value for entry in library.entries}


def csl(file):
    """citeproc-py: the formatted reference of each source."""
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    # It says so of fields that it does not know; `custom` is there for others.
    warnings.filterwarnings("ignore", message=".*unsupported: custom$")
    items = json.loads(file.read_bytes())
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    # It keeps keys in lower case, in the order in which they were registered.
    references = [str(reference) for reference in bibliography.bibliography()]
    return dict(zip([item["id"] for item in items], references, strict=True))


def atom(file):
    """feedparser: the entries."""
    import feedparser

    # What it makes of the text after it was read takes a minute of the record.
    feed = feedparser.parse(file.read_bytes(), sanitize_html=False, resolve_relative_uris=False)
    if feed.bozo:
        raise feed.bozo_exception
    if feed.version != "atom10":
        raise ValueError(f"not Atom but `{feed.version}`")

    def day(time):
        return f"{time.tm_year:04}-{time.tm_mon:02}-{time.tm_mday:02}"

    return [
        {"id": entry.id, "url": entry.link, "title": entry.title, "day": day(entry.updated_parsed)}
        for entry in feed.entries
        if entry.content[0].value
    ]


def json_feed(file):
    """atoma: the entries."""
    import atoma

    feed = atoma.parse_json_feed_bytes(file.read_bytes())
    return [
        {"id": item.id_, "url": item.url, "title": item.title, "day": str(item.date_modified.date())}
        for item in feed.items
        if item.content_html
    ]


class Scripts(HTMLParser):
    """What stands in the scripts of linked data of a page."""

    def __init__(self):
        super().__init__()
        self.inside = False
        self.found = []

    def handle_starttag(self, tag, attributes):
        self.inside = tag == "script" and dict(attributes).get("type") == "application/ld+json"

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.found.append(data)


def linked(file):
    """rdflib: claims with their sources, and all classes and properties, none of which schema.org may lack."""
    from rdflib import RDF, SDO, Graph

    scripts = Scripts()
    scripts.feed(file.read_text(encoding="utf-8"))
    graph = Graph()
    for script in scripts.found:
        document = json.loads(script)
        # The context of schema.org, without asking for it: all names are its own.
        if document["@context"] != "https://schema.org":
            raise ValueError(f"another context: {document['@context']}")
        document["@context"] = {"@vocab": str(SDO)}
        page = document["@graph"][0]["url"]
        graph.parse(data=json.dumps(document), format="json-ld", publicID=page)
    names = {*graph.predicates(), *graph.objects(None, RDF.type)} - {RDF.type}
    strangers = [name for name in names if name not in SDO]
    if strangers:
        raise ValueError(f"not words of schema.org: {strangers}")
    claims = {}
    for claim in graph.subjects(RDF.type, SDO.Claim):
        sources = [*graph.objects(claim, SDO.appearance), *graph.objects(claim, SDO.citation)]
        claims[str(claim)] = sorted(map(str, sources))
    return {"claims": claims, "classes": sorted({str(name) for name in graph.objects(None, RDF.type)})}


def sitemap(file):
    """ultimate-sitemap-parser: the pages."""
    from usp.tree import sitemap_from_str

    # It makes nothing of what it cannot read.
    pages = [page.url for page in sitemap_from_str(file.read_text(encoding="utf-8")).all_pages()]
    if not pages:
        raise ValueError("no pages")
    return pages


def robots(file):
    """Python's robotparser: the sitemaps, if all may be read."""
    from urllib.robotparser import RobotFileParser

    rules = RobotFileParser()
    rules.parse(file.read_text(encoding="utf-8").splitlines())
    if not rules.can_fetch("*", "/operations/"):
        raise ValueError("nothing may be read")
    return rules.site_maps()


def sqlite(file):
    """Datasette: the rows of each table, and what its search finds."""
    import asyncio

    from datasette.app import Datasette

    async def ask():
        client = Datasette([str(file)]).client

        async def answer(path):
            response = await client.get(f"/{file.stem}{path}")
            response.raise_for_status()
            return response.json()

        tables = [table["name"] for table in (await answer(".json"))["tables"] if not table["hidden"]]
        rows = {}
        for name in tables:
            path = f"/{name}.json?_shape=objects&_size=max"
            rows[name] = []
            while path:
                page = await answer(path)
                rows[name] += page["rows"]
                path = page.get("next") and f"/{name}.json?_shape=objects&_size=max&_next={page['next']}"
        found = await answer("/claims.json?_shape=objects&_search=servers")
        return {"rows": rows, "found": [row["key"] for row in found["rows"]]}

    return asyncio.run(ask())


FORMATS = {
    "openapi": (openapi, "api/v1/openapi.json"),
    "table": (table, "**/*.csv"),
    "bibtex": (bibtex, "**/*.bib"),
    "csl": (csl, "**/*.csl.json"),
    "atom": (atom, "**/atom.xml"),
    "json_feed": (json_feed, "**/feed.json"),
    "linked": (linked, "**/*.html"),
    "sitemap": (sitemap, "sitemap.xml"),
    "robots": (robots, "robots.txt"),
    "sqlite": (sqlite, "*.db"),
}


def main():
    name, folder = sys.argv[1:]
    read, pattern = FORMATS[name]
    folder = Path(folder)
    found = {}
    for file in sorted(folder.glob(pattern)):
        path = file.relative_to(folder).as_posix()
        try:
            found[path] = read(file)
        except Exception as error:
            sys.exit(f"{path}: {type(error).__name__}: {error}")
    json.dump(found, sys.stdout)


main()
