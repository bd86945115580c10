//! What programs take away: the API, by its own schemas and by those of its standards, and tables.

#![expect(clippy::unwrap_used, reason = "a site that cannot be built should say so loudly")]
#![expect(clippy::disallowed_methods, reason = "cases are written to temporary folders")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use casefile::pages::Pages;
use casefile::render::{Options, Renderer};
use casefile::resolve::{Claim, Ref, Site, Subject};
use casefile::{Checked, Settings, check_site};
use serde_json::{Value, json};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The sites whose files are looked at: the record, one that has something in every field, and one in Arabic.
const SITES: [&str; 3] = ["record", "everything", "arabic"];

/// Every file of a site by its path.
type Files = BTreeMap<String, Vec<u8>>;

/// A site and what is built of it.
struct Built {
    checked: Checked,
    files: Files,
}

/// The sites, built once for all tests.
fn built(name: &str) -> &'static Built {
    static BUILT: OnceLock<BTreeMap<&str, Built>> = OnceLock::new();
    let all = BUILT.get_or_init(|| {
        let everything = everything();
        let build = |name: &'static str| {
            let root = match name {
                "record" => Path::new(ROOT).to_owned(),
                "everything" => everything.path().to_owned(),
                _ => Path::new(ROOT).join("tests/browser/sites").join(name),
            };
            (name, build(&root))
        };
        SITES.into_iter().map(build).collect()
    });
    &all[name]
}

fn build(root: &Path) -> Built {
    let checked = check_site(root, &Settings::default());
    let mut shown = Vec::new();
    casefile::diag::write_short(&checked.report, &checked.site.texts, &mut shown).unwrap();
    assert!(!checked.report.has_errors(), "{}", String::from_utf8_lossy(&shown));
    let (site, routes, theme) = (&checked.site, &checked.routes, &checked.theme);
    let style = checked.style.as_ref().unwrap();
    let renderer = Renderer::new(site, routes, theme, style, Options::default()).unwrap();
    let pages = Pages::new(root, site, routes, theme, &renderer);
    let paths = pages.paths().into_iter().enumerate();
    let files = paths.map(|(at, path)| (path, pages.bytes(at).unwrap())).collect();
    Built { checked, files }
}

/// A content in which every field of every structure has a value.
fn everything() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in EVERYTHING {
        let path = folder.path().join("content").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// The same with one more line of settings.
fn turned_off(outputs: &str) -> tempfile::TempDir {
    let folder = everything();
    let settings = folder.path().join("content/site.yaml");
    let mut text = fs::read_to_string(&settings).unwrap();
    text.push_str(outputs);
    fs::write(&settings, text).unwrap();
    folder
}

const EVERYTHING: &[(&str, &str)] = &[
    (
        "site.yaml",
        "title: All of it\ndescription: What a record can hold.\nbase-url: https://example.org/below/\n\
         publisher: {name: Those who wrote it, url: \"https://publisher.example/\"}\nlicense: CC0-1.0\n\
         policy: {archive: allow, uncited: warn}\ndiagnostics: {uncited-claim: allow}\nhostile-domains: [outlet.invalid]\n\
         vocabulary:\n  kinds: {takedown: Server takedown, agency: News agency}\n  roles: {lead: Led, target: Target, host: Host}\n  \
         facts: {arrests: {label: Arrests, unit: people}, weather: {label: Weather}}\n  origins: {afp: Agence France-Presse}\n",
    ),
    (
        "sources/s.yaml",
        "a-2018:\n  type: article\n  title: =1+1\n  title-translated: One and one\n  title-supplied: true\n  language: fr\n  \
         author: [\"Roe, Jane\", \"Doe, John\"]\n  date: 2018-04\n  url: {value: \"https://a.example/1\", date: 2024-06-20}\n  \
         archived: {url: \"https://archive.example/https://outlet.invalid/x\", date: 2024-06-21}\n  url-status: dead\n  origin: [afp, own, police, b-2018]\n  wire: w1\n  \
         quotes: [{text: \"Servers, \\\"seized\\\"\\nat dawn\", locator: p. 1}]\n  parent: {type: newspaper, title: The Paper}\n\
         b-2018: {type: article, title: \"B, \\\"quoted\\\"\", date: 2018, wire: w1, parent: {type: newspaper, title: \"@home\"}}\n\
         c-2018: {type: web, title: \"-3\", url: \"https://c.example/\"}\n\
         d-2018: {type: web, title: A release, origin: police, url: \"https://d.example/\"}\n",
    ),
    (
        "outlets/amaq.md",
        "---\nname: Amaq\naliases: [\"أعماق\"]\nformer-ids: [old-amaq]\nkind: agency\nlanguages: [ar, en]\ncountry: SY\nactive: 2014~/2018\n---\n\n\
         Amaq has notes. [@a-2018]\n",
    ),
    ("outlets/bayan.md", "---\nname: Bayan\nparent: amaq\n---\n"),
    ("agencies/police.md", "---\nname: Police\n---\n"),
    ("platforms/tele.md", "---\nname: +Tele\n---\n"),
    ("countries/nl.md", "---\n---\n\nThe Netherlands have notes. [@b-2018]\n"),
    (
        "pages/about.md",
        "---\ntitle: About\n---\n\nA page has claims. [@b-2018]\n\nAnd it has prose.\n",
    ),
    (
        "operations/one.md",
        "---\ntitle: The first\ndescription: \"-1 is a number\"\ndate: 2018-04-25/2018-04-26\nannounced: 2018-04-27\nstatus: concluded\n\
         kind: takedown\naliases: [old-one]\nupdated: 2024-07-01\n\
         countries:\n  - {id: NL, role: lead, sources: [a-2018], note: A remark}\n  - {id: BE, sources: [b-2018]}\n\
         outlets: [{id: amaq, role: target, sources: [a-2018, c-2018]}]\nagencies: [{id: police, role: lead, sources: [a-2018]}]\n\
         platforms: [{id: tele, role: host, sources: [c-2018]}]\n\
         facts:\n  arrests:\n    - {value: 3, where: NL, scope: adults, as-of: 2018-05, unit: men, by: \"A spokesman\", sources: [a-2018]}\n    \
         - {value: 4, where: NL, scope: adults, as-of: 2018-05, unit: men, qualifier: more-than, sources: [b-2018]}\n    - {value: 1.5, where: BE, sources: [c-2018]}\n  \
         weather: {value: \"+rain\", sources: [c-2018]}\n\
         corrections: [{date: 2024-07-01, claim: seized, text: Put right.}]\n---\n\n\
         Servers, \"seized\" at dawn in [the Netherlands](country:NL). [@a-2018, p. 1; but see @b-2018, p. 2] {#seized by=outlet:amaq as-of=2018-05 .disputed}\n\n\
         =SUM(A1:A9) was found on them. [see @c-2018] {#sum contradicts=seized by=source:b-2018}\n\n\
         It was withdrawn. [@c-2018] {withdrawn=\"2024-07-02: It was not so\" by=agency:police}\n\n\
         Nobody knows. {uncited=\"no source was found\" by=platform:tele}\n\n\
         [Amaq](outlet:amaq) went on. [@d-2018]\n\n\
         Cafe\u{301}: [[amaq]] and [[tele]], not [[amaq|the agency]], of [[country:NL]]. [@c-2018] {#named}\n",
    ),
    (
        "operations/two.md",
        "---\ntitle: The second\ndate: unknown\nstatus: planned\nrelated: [{operation: one, as: follows}]\n\
         outlets: [{id: amaq, sources: [a-2018]}]\n---\n",
    ),
    (
        "operations/three.md",
        "---\ntitle: The third\ndate: 2019?\nstatus: ongoing\nrelated: [{operation: one, as: part-of}, {operation: two, as: see-also}]\n\
         outlets: [{id: amaq, sources: [a-2018]}]\n---\n",
    ),
];

fn parsed(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}

/// The files of the API below `api/v1/` that hold the record.
fn answers(site: &str) -> impl Iterator<Item = (&'static str, Value)> {
    let files = built(site).files.iter();
    files.filter_map(|(path, bytes)| {
        let path = path.strip_prefix("api/v1/")?.strip_suffix(".json")?;
        let others = ["openapi", "sources.csl"];
        let is_answer = !path.starts_with("schemas/") && !others.contains(&path);
        is_answer.then(|| (path, parsed(bytes)))
    })
}

/// The name of the schema of a file.
fn schema_of(path: &str) -> &'static str {
    let (folder, name) = path.split_once('/').unwrap_or((path, "index"));
    match (folder, name) {
        ("operations", "index") => "operations",
        ("operations", _) => "operation",
        ("countries", "index") => "countries",
        ("countries", _) => "country",
        ("outlets" | "agencies" | "platforms", "index") => "entities",
        ("outlets" | "agencies" | "platforms", _) => "entity",
        ("sources", "index") => "sources",
        ("sources", _) => "source",
        ("claims", _) => "claims",
        _ => panic!("`{path}` has no schema"),
    }
}

/// A schema that also refuses what it does not name.
fn strict(mut schema: Value) -> Value {
    match &mut schema {
        Value::Object(map) => {
            if map.contains_key("properties") && map.get("type").is_some_and(Value::is_string) {
                map.insert("additionalProperties".to_owned(), json!(false));
            }
            map.values_mut().for_each(|value| *value = strict(value.take()));
        }
        Value::Array(list) => list.iter_mut().for_each(|value| *value = strict(value.take())),
        _ => {}
    }
    schema
}

fn validator(schema: &Value) -> jsonschema::Validator {
    jsonschema::draft202012::options().should_validate_formats(true).build(schema).unwrap()
}

fn faults(validator: &jsonschema::Validator, value: &Value) -> Vec<String> {
    let shown = |error: jsonschema::ValidationError| {
        let message: String = error.to_string().chars().take(300).collect();
        format!("{}: {message}", error.instance_path())
    };
    validator.iter_errors(value).map(shown).collect()
}

#[test]
fn every_file_is_what_its_schema_says_and_no_more() {
    for site in SITES {
        let mut validators = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for (path, value) in answers(site) {
            let name = schema_of(path);
            let validator = validators.entry(name).or_insert_with(|| {
                let schema = &built(site).files[&format!("api/v1/schemas/{name}.json")];
                validator(&strict(parsed(schema)))
            });
            assert_eq!(faults(validator, &value), Vec::<String>::new(), "{site}: {path}");
            let result = &value["result"];
            let count = result.as_array().map_or(1, Vec::len);
            assert_eq!(value["total"], count, "{site}: {path}");
            seen.insert(name);
        }
        assert_eq!(seen.len(), 9, "{site}: {seen:?}");
    }
}

#[test]
fn a_schema_refuses_a_field_that_is_missing_null_where_it_may_not_be_or_of_another_type() {
    let schema = strict(parsed(&built("record").files["api/v1/schemas/claims.json"]));
    let schema = validator(&schema);
    let whole = parsed(&built("everything").files["api/v1/claims.json"]);
    assert!(schema.is_valid(&whole));
    for (path, wrong) in [
        ("/result/0/note", None),
        ("/result/0/text", Some(Value::Null)),
        ("/result/0/value", Some(json!(30))),
        ("/result/0/type", Some(json!("statement"))),
        ("/result/0/permalink", Some(json!("no address"))),
        ("/result/0/sources/0/locators", Some(Value::Null)),
        ("/total", Some(json!(-1))),
        ("/schema_version", Some(json!("2.0.0"))),
    ] {
        let mut changed = whole.clone();
        let (parent, name) = path.rsplit_once('/').unwrap();
        let parent = changed.pointer_mut(parent).unwrap().as_object_mut().unwrap();
        match wrong {
            Some(wrong) => parent.insert(name.to_owned(), wrong),
            None => parent.remove(name),
        };
        assert!(!schema.is_valid(&changed), "{path}");
    }
}

#[test]
fn the_description_is_valid_by_the_schema_of_openapi_and_has_valid_schemas() {
    let standard = parsed(&fs::read("tests/schemas/openapi-3.1.json").unwrap());
    let standard = validator(&standard);
    for site in SITES {
        let document = parsed(&built(site).files["api/v1/openapi.json"]);
        assert_eq!(faults(&standard, &document), Vec::<String>::new(), "{site}");
        for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
            assert!(jsonschema::draft202012::meta::is_valid(schema), "{site}: {name}");
        }
        for (path, bytes) in &built(site).files {
            if path.starts_with("api/v1/schemas/") {
                assert!(jsonschema::draft202012::meta::is_valid(&parsed(bytes)), "{site}: {path}");
            }
        }
    }
    // The standard does say no.
    let mut wrong = parsed(&built("record").files["api/v1/openapi.json"]);
    wrong["paths"]["/claims.json"]["get"]["responses"]["ok"] = json!({});
    assert!(!standard.is_valid(&wrong));
}

/// A schema of the document by itself, so that it can be validated with.
fn with_components(schema: &Value, document: &Value) -> Value {
    let mut schema = schema.clone();
    schema["components"] = document["components"].clone();
    schema
}

#[test]
fn the_description_names_every_file_and_what_is_in_it() {
    for site in ["record", "everything"] {
        let document = parsed(&built(site).files["api/v1/openapi.json"]);
        let base = &built(site).checked.site.config.base_url;
        assert_eq!(document["servers"][0]["url"], format!("{base}api/v1"));
        let mut validators = BTreeMap::new();
        let mut used = BTreeSet::new();
        for (path, value) in answers(site) {
            let template = match path.split_once('/') {
                Some((folder, name)) if name != "index" => format!("/{folder}/{{id}}.json"),
                _ => format!("/{path}.json"),
            };
            let validator = validators.entry(template.clone()).or_insert_with(|| {
                let answer = &document["paths"][&template]["get"]["responses"]["200"];
                let schema = &answer["content"]["application/json"]["schema"];
                assert!(schema.is_object(), "{template}");
                validator(&with_components(schema, &document))
            });
            assert_eq!(faults(validator, &value), Vec::<String>::new(), "{site}: {path}");
            used.insert(template);
        }
        let named: BTreeSet<String> =
            document["paths"].as_object().unwrap().keys().cloned().collect();
        let json: BTreeSet<String> = named
            .into_iter()
            .filter(|path| path.ends_with(".json") && path != "/sources.csl.json")
            .collect();
        assert_eq!(used, json, "{site}");
    }
}

#[test]
fn every_field_has_a_value_somewhere() {
    // What is always null, empty or false would be a field that nothing fills.
    let mut filled: BTreeMap<String, bool> = BTreeMap::new();
    fn walk(path: &str, value: &Value, filled: &mut BTreeMap<String, bool>) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    let path = format!("{path}.{key}");
                    let is_filled = match value {
                        Value::Null => false,
                        Value::Bool(value) => *value,
                        Value::Array(list) => !list.is_empty(),
                        Value::String(text) => !text.is_empty(),
                        Value::Number(_) | Value::Object(_) => true,
                    };
                    *filled.entry(path.clone()).or_default() |= is_filled;
                    // What stands in a file of its own is looked at there.
                    let is_elsewhere = !path.starts_with("source.")
                        && !path.starts_with("claims.")
                        && (path.ends_with(".result.claims") || path.ends_with(".result.sources"));
                    if !is_elsewhere {
                        walk(&path, value, filled);
                    }
                }
            }
            Value::Array(list) => list.iter().for_each(|value| walk(path, value, filled)),
            _ => {}
        }
    }
    for (path, value) in answers("everything") {
        walk(schema_of(path), &value, &mut filled);
    }
    let empty: Vec<_> = filled.iter().filter(|(_, is_filled)| !**is_filled).collect();
    assert!(filled.len() > 200, "{}", filled.len());
    assert!(empty.is_empty(), "{empty:#?}");
}

/// Every claim of a site that is one, with what its key should be.
fn claims(site: &Site) -> Vec<(String, &Claim)> {
    let key = |claim: &Claim| {
        let page = match claim.subject {
            Subject::Operation(at) => format!("operations/{}", site[at].record.slug),
            Subject::Entity(at) => {
                format!("{}/{}", site[at].record.kind.folder(), site[at].record.id)
            }
            Subject::Country(at) => format!("countries/{}", site[at].code.slug()),
            Subject::Page(at) => format!("pages/{}", site[at].record.path),
        };
        format!("{page}#{}", claim.record.id)
    };
    let all = (0..site.claims.len()).map(|at| &site[Ref::<Claim>::new(at)]);
    all.filter(|claim| !site.is_prose(claim)).map(|claim| (key(claim), claim)).collect()
}

/// The sources of a claim as they are written: the key, and whether it is against it.
fn sources(site: &Site, claim: &Claim) -> Vec<(String, bool)> {
    let one = |cited: &casefile::resolve::Citation| {
        (site[cited.source].record.key.to_string(), cited.is_contrary)
    };
    claim.citations.iter().map(one).collect()
}

#[test]
fn all_claims_are_in_one_file_each_with_every_source() {
    for name in SITES {
        let Built { checked, files } = built(name);
        let site = &checked.site;
        let written = parsed(&files["api/v1/claims.json"]);
        let written = written["result"].as_array().unwrap();
        let expected = claims(site);
        assert_eq!(expected.len(), site.claim_count());
        assert_eq!(written.len(), expected.len(), "{name}");
        let mut keys = BTreeSet::new();
        for (written, (key, claim)) in written.iter().zip(&expected) {
            assert_eq!(written["key"], *key, "{name}");
            assert!(keys.insert(key), "{name}: two claims have the key {key}");
            let cited: Vec<(String, bool)> = written["sources"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| {
                    let key = one["source"].as_str().unwrap().to_owned();
                    (key, one["contrary"].as_bool().unwrap())
                })
                .collect();
            assert_eq!(cited, sources(site, claim), "{name}: {key}");
            let numbers = (&written["reports"], &written["origins"]);
            assert_eq!(numbers, (&json!(claim.reports), &json!(claim.origins)), "{name}: {key}");
        }
    }
    // Front matter is in it too.
    let record = parsed(&built("record").files["api/v1/claims.json"]);
    for kind in ["text", "part", "fact"] {
        let of_kind = record["result"].as_array().unwrap().iter();
        assert!(of_kind.filter(|claim| claim["type"] == kind).count() > 100, "{kind}");
    }
}

#[test]
fn a_claim_is_told_with_all_that_is_known_of_it() {
    let written = parsed(&built("everything").files["api/v1/claims.json"]);
    let find = |key: &str| {
        let all = written["result"].as_array().unwrap().iter();
        all.clone().find(|claim| claim["key"] == key).unwrap()
    };
    let seized = find("operations/one#seized");
    assert_eq!(seized["permalink"], "https://example.org/below/operations/one/#seized");
    assert_eq!(seized["text"], "Servers, \"seized\" at dawn in the Netherlands.");
    let html = seized["html"].as_str().unwrap();
    assert!(html.contains("<a href=\"https://example.org/below/countries/nl/\">"), "{html}");
    assert_eq!(
        seized["sources"],
        json!([
            {"source": "a-2018", "contrary": false, "prefix": null, "locators": ["p. 1"],
             "quotes": [{"text": "Servers, \"seized\"\nat dawn", "locator": "p. 1"}]},
            {"source": "b-2018", "contrary": true, "prefix": "but see", "locators": ["p. 2"], "quotes": []},
        ])
    );
    assert_eq!(seized["by"], json!({"type": "outlet", "id": "amaq", "name": "Amaq"}));
    assert_eq!(
        seized["as_of"],
        json!({"edtf": "2018-05", "earliest": "2018-05-01", "latest": "2018-05-31"})
    );
    assert_eq!((&seized["disputed"], &seized["marked_disputed"]), (&json!(true), &json!(true)));
    assert_eq!(seized["contradicted_by"], json!(["operations/one#sum"]));
    assert_eq!(find("operations/one#sum")["contradicts"], "operations/one#seized");

    // Where an id stands for a name, it is told by the name.
    let named = "Café: Amaq and +Tele, not the agency, of Netherlands.";
    assert_eq!(find("operations/one#named")["text"], named);

    let all = written["result"].as_array().unwrap();
    let fact = all.iter().find(|claim| claim["value"] == "4").unwrap();
    assert_eq!(fact["number"], 4);
    assert_eq!((&fact["qualifier"], &fact["unit"]), (&json!("more-than"), &json!("men")));
    assert_eq!((&fact["disagrees"], &fact["type"]), (&json!(true), &json!("fact")));
    let fraction = all.iter().find(|claim| claim["value"] == "1.5").unwrap();
    assert_eq!((&fraction["number"], &fraction["unit"]), (&json!(1.5), &json!("people")));
    let rain = all.iter().find(|claim| claim["value"] == "+rain").unwrap();
    assert_eq!(rain["number"], Value::Null);

    let part = find("operations/one#country-nl-lead");
    assert_eq!(part["part"]["name"], "Netherlands");
    assert_eq!((&part["role"], &part["role_label"]), (&json!("lead"), &json!("Led")));
    let withdrawn = all.iter().find(|claim| !claim["withdrawn"].is_null()).unwrap();
    assert_eq!(withdrawn["withdrawn"]["reason"], "It was not so");
    let uncited = all.iter().find(|claim| !claim["uncited_reason"].is_null()).unwrap();
    assert_eq!((&uncited["uncited"], &uncited["reports"]), (&json!(true), &json!(0)));
}

#[test]
fn an_address_is_the_same_in_a_site_that_is_read_from_disk() {
    let folder = everything();
    let Built { checked, files } = build(folder.path());
    let (site, routes, theme) = (&checked.site, &checked.routes, &checked.theme);
    let options = Options { portable: true };
    let style = checked.style.as_ref().unwrap();
    let renderer = Renderer::new(site, routes, theme, style, options).unwrap();
    let pages = Pages::new(folder.path(), site, routes, theme, &renderer);
    for (at, path) in pages.paths().into_iter().enumerate() {
        if path.ends_with(".csv") {
            assert!(pages.bytes(at).unwrap() == files[&path], "{path}");
        }
    }
}

#[test]
fn an_address_of_a_hostile_domain_leads_nowhere() {
    for (path, value) in answers("everything") {
        assert!(!value.to_string().contains("https://outlet.invalid"), "{path}");
    }
    let source = parsed(&built("everything").files["api/v1/sources/a-2018.json"]);
    let archived = source["result"]["archived_url"].as_str().unwrap();
    assert!(archived.contains("outlet[.]invalid"), "{archived}");
}

#[test]
fn what_site_yaml_turns_off_is_not_written() {
    let written = |outputs: &str| {
        let files = build(turned_off(outputs).path()).files;
        let of = files.keys().filter(|path| path.starts_with("api/"));
        ["json", "csv"].map(|end| of.clone().filter(|path| path.ends_with(end)).count())
    };
    let json = written("")[0];
    assert_eq!(written(""), [json, 4]);
    assert_eq!(written("outputs: {api: false}\n"), [0, 4]);
    assert_eq!(written("outputs: {tables: false}\n"), [json, 0]);
    assert_eq!(written("outputs: {api: false, tables: false}\n"), [0, 0]);
}

const TABLES: [&str; 4] = ["operations", "claims", "citations", "sources"];

/// The rows of a table, each by the names of its columns.
fn rows(site: &str, table: &str) -> Vec<BTreeMap<String, String>> {
    let bytes = &built(site).files[&format!("api/v1/{table}.csv")];
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    reader.deserialize().map(Result::unwrap).collect()
}

#[test]
fn claims_and_citations_together_hold_every_claim_with_every_source() {
    for name in SITES {
        let site = &built(name).checked.site;
        let mut cited: BTreeMap<String, Vec<(String, bool)>> = BTreeMap::new();
        for row in rows(name, "citations") {
            let of_claim = cited.entry(row["claim"].clone()).or_default();
            of_claim.push((row["source"].clone(), row["contrary"] == "true"));
            assert_eq!(row["position"], of_claim.len().to_string());
        }
        let written = rows(name, "claims");
        let expected = claims(site);
        assert_eq!(written.len(), expected.len(), "{name}");
        for (row, (key, claim)) in written.iter().zip(&expected) {
            assert_eq!(row["key"], *key, "{name}");
            assert_eq!(cited.remove(key).unwrap_or_default(), sources(site, claim), "{key}");
            assert_eq!(row["reports"], claim.reports.to_string(), "{key}");
        }
        assert!(cited.is_empty(), "{name}: citations of no claim: {cited:?}");
        let keys: Vec<String> =
            rows(name, "sources").iter().map(|row| row["key"].clone()).collect();
        let expected: Vec<String> =
            site.sources.iter().map(|source| source.record.key.to_string()).collect();
        assert_eq!(keys, expected, "{name}");
        assert_eq!(rows(name, "operations").len(), site.operations.len(), "{name}");
    }
}

#[test]
fn a_table_says_what_the_api_says() {
    for name in SITES {
        let written = parsed(&built(name).files["api/v1/claims.json"]);
        for (row, claim) in rows(name, "claims").iter().zip(written["result"].as_array().unwrap()) {
            let text = |value: &Value| match value {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            for (column, pointer) in [
                ("permalink", "/permalink"),
                ("subject_id", "/subject/id"),
                ("type", "/type"),
                ("text", "/text"),
                ("part_name", "/part/name"),
                ("fact", "/fact"),
                ("value", "/value"),
                ("number", "/number"),
                ("qualifier", "/qualifier"),
                ("as_of", "/as_of/edtf"),
                ("by", "/by/name"),
                ("origins", "/origins"),
                ("disputed", "/disputed"),
                ("contradicts", "/contradicts"),
                ("withdrawn", "/withdrawn/date/edtf"),
                ("uncited_reason", "/uncited_reason"),
            ] {
                let expected = claim.pointer(pointer).map(text).unwrap_or_default();
                let written = row[column].strip_prefix('\'').unwrap_or(&row[column]);
                assert_eq!(written, expected, "{name}: {} {column}", row["key"]);
            }
        }
    }
}

#[test]
fn no_cell_is_a_formula_and_plain_numbers_stay() {
    for name in SITES {
        for table in TABLES {
            for cell in rows(name, table).iter().flat_map(BTreeMap::values) {
                let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
                assert!(!is_formula || cell.parse::<f64>().is_ok(), "{name}: {table}: {cell}");
            }
        }
    }
    let sources = rows("everything", "sources");
    let titles: Vec<&str> = sources.iter().map(|row| row["title"].as_str()).collect();
    assert_eq!(titles, ["'=1+1", "B, \"quoted\"", "-3", "A release"]);
    assert_eq!(sources[1]["publisher"], "'@home");
    let claims = rows("everything", "claims");
    assert!(claims.iter().any(|row| row["part_name"] == "'+Tele"));
    assert!(claims.iter().any(|row| row["value"] == "'+rain"));
    assert!(claims.iter().any(|row| row["text"] == "'=SUM(A1:A9) was found on them."));
    assert!(
        rows("everything", "operations").iter().any(|row| row["description"] == "'-1 is a number")
    );
}

#[test]
fn a_line_of_a_table_ends_as_rfc_4180_has_it_and_what_needs_quotes_has_them() {
    for name in SITES {
        for table in TABLES {
            let bytes = &built(name).files[&format!("api/v1/{table}.csv")];
            let text = std::str::from_utf8(bytes).unwrap();
            assert!(text.ends_with("\r\n") && !text.starts_with('\u{feff}'), "{name}: {table}");
            let outside: String = text.split('"').step_by(2).collect();
            let bare = outside.replace("\r\n", "");
            assert!(!bare.contains(['\r', '\n']), "{name}: {table}");
        }
    }
    let text = std::str::from_utf8(&built("everything").files["api/v1/sources.csv"]).unwrap();
    assert!(text.contains(",\"B, \"\"quoted\"\"\","), "{text}");
}

/// The database of a site, as bytes.
#[cfg(feature = "sqlite")]
fn database(name: &str) -> Vec<u8> {
    let Checked { site, routes, theme, style, .. } = &built(name).checked;
    let style = style.as_ref().unwrap();
    let renderer = Renderer::new(site, routes, theme, style, Options::default()).unwrap();
    casefile::export::sqlite(&renderer).unwrap()
}

#[cfg(feature = "sqlite")]
#[test]
fn a_database_holds_every_claim_with_every_source_and_finds_claims_by_their_words() {
    for name in SITES {
        let bytes = database(name);
        assert!(bytes == database(name), "{name}: two exports differ");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("record.db");
        fs::write(&path, bytes).unwrap();
        let connection = rusqlite::Connection::open(path).unwrap();
        let one = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
        assert_eq!(one("PRAGMA integrity_check"), "ok", "{name}");
        let mut strays = connection.prepare("PRAGMA foreign_key_check").unwrap();
        assert!(!strays.exists([]).unwrap(), "{name}: a citation of nothing");

        let mut select = connection
            .prepare("SELECT source, contrary FROM citations WHERE claim = ?1 ORDER BY position")
            .unwrap();
        let site = &built(name).checked.site;
        let expected = claims(site);
        let keys: BTreeSet<String> = connection
            .prepare("SELECT key FROM claims")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        assert_eq!(keys.len(), expected.len(), "{name}");
        for (key, claim) in &expected {
            let cited = select.query_map([key], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
            let cited: Vec<(String, bool)> = cited.map(Result::unwrap).collect();
            assert!(keys.contains(key) && cited == sources(site, claim), "{name}: {key}");
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.db");
    fs::write(&path, database("everything")).unwrap();
    let connection = rusqlite::Connection::open(path).unwrap();
    let found: String = connection
        .query_row(
            "SELECT claims.key FROM claims JOIN claims_fts ON claims.rowid = claims_fts.rowid \
             WHERE claims_fts MATCH 'seized dawn'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(found, "operations/one#seized");
    // Values are as they are: no spreadsheet is to be kept from running them.
    let title: String = connection
        .query_row("SELECT title FROM sources WHERE key = 'a-2018'", [], |row| row.get(0))
        .unwrap();
    assert_eq!(title, "=1+1");
    let (number, note): (f64, Option<String>) = connection
        .query_row("SELECT number, note FROM claims WHERE value = '1.5'", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    assert_eq!((number, note), (1.5, None));
}

#[test]
fn the_data_page_lists_every_file_and_explains_every_column() {
    for name in SITES {
        let page = std::str::from_utf8(&built(name).files["data/index.html"]).unwrap();
        for file in casefile::export::FORMATS {
            let site = &built(name).checked;
            let address = site.routes.address(&site.site, file.route);
            assert!(page.contains(&format!("href=\"..{address}\"")), "{name}: {address}");
        }
        for table in TABLES {
            let (_, section) = page.split_once(&format!("<bdi>{table}.csv</bdi></h3>")).unwrap();
            let explained: Vec<&str> = section
                .split("</dl>")
                .next()
                .unwrap()
                .split("<dt><code>")
                .skip(1)
                .map(|row| row.split('<').next().unwrap())
                .collect();
            let bytes = &built(name).files[&format!("api/v1/{table}.csv")];
            let header = std::str::from_utf8(bytes).unwrap().lines().next().unwrap();
            assert_eq!(explained.join(","), header, "{name}: {table}");
        }
        // What is in English on a page in another language says so.
        assert_eq!(page.contains("<dd lang=\"en\" dir=\"ltr\">"), name == "arabic");
    }
}

#[test]
fn a_page_links_to_what_it_says_as_json_if_that_is_written() {
    for (page, file) in [
        ("operations/one", "../../api/v1/operations/one.json"),
        ("outlets/amaq", "../../api/v1/outlets/amaq.json"),
        ("countries/nl", "../../api/v1/countries/nl.json"),
        ("sources/a-2018", "../../api/v1/sources/a-2018.json"),
        ("sources", "../api/v1/sources/index.json"),
    ] {
        let html = |files: &Files| {
            String::from_utf8(files[&format!("{page}/index.html")].clone()).unwrap()
        };
        let with = html(&built("everything").files);
        let head = format!("<link rel=\"alternate\" type=\"application/json\" href=\"{file}\">");
        assert!(with.contains(&head), "{page}");
        assert!(with.contains(&format!("<a href=\"{file}\">As JSON</a>")), "{page}");
        let without = html(&build(turned_off("outputs: {api: false}\n").path()).files);
        assert!(!without.contains("application/json") && !without.contains("As JSON"), "{page}");
    }
}

/// A reading of BibTeX that was not made for what is written here.
fn bib(bytes: &[u8]) -> biblatex::Bibliography {
    biblatex::Bibliography::parse(std::str::from_utf8(bytes).unwrap()).unwrap()
}

#[test]
fn the_bibliography_holds_every_source_in_both_forms() {
    for name in SITES {
        let Built { checked, files } = built(name);
        let site = &checked.site;
        let keys: Vec<String> =
            site.sources.iter().map(|source| source.record.key.to_string()).collect();
        let read = bib(&files["api/v1/sources.bib"]);
        let written: Vec<String> = read.iter().map(|entry| entry.key.clone()).collect();
        assert_eq!(written, keys, "{name}");
        let items = parsed(&files["api/v1/sources.csl.json"]);
        let items = items.as_array().unwrap();
        assert_eq!(items.len(), keys.len(), "{name}");
        for ((entry, item), source) in read.iter().zip(items).zip(&site.sources) {
            let key = &entry.key;
            let record = &source.record;
            assert_eq!(item["id"], *key, "{name}");
            let title = entry.title().unwrap();
            let title: String = title.iter().map(|chunk| chunk.v.get()).collect();
            let plain = |text: &str| text.replace("\\textasciitilde", "~").replace(['{', '}'], "");
            assert_eq!(plain(&title), plain(&record.title), "{name}: {key}");
            let shown = item["title"].as_str().unwrap();
            assert_eq!(shown.trim_matches(['[', ']']), record.title.trim_matches(['[', ']']));
            assert_eq!(
                shown.starts_with('['),
                record.title_supplied || record.title.starts_with('[')
            );
            let authors = item["author"].as_array().map_or(0, Vec::len);
            assert_eq!(authors, record.authors.len(), "{name}: {key}");
            assert_eq!(entry.author().unwrap_or_default().len(), authors, "{name}: {key}");
            // This reader sets dashes in an address too, which BibLaTeX does not.
            let set = |address: &str| address.replace("---", "—").replace("--", "–");
            let address = record.url.as_ref().map(|url| set(&url.address));
            assert_eq!(entry.url().ok(), address, "{name}: {key}");
        }
    }
}

#[test]
fn the_bibliography_is_read_back_as_content() {
    for name in SITES {
        let Built { checked, files } = built(name);
        let text = std::str::from_utf8(&files["api/v1/sources.bib"]).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let content = folder.path().join("content");
        fs::create_dir_all(content.join("sources")).unwrap();
        fs::write(content.join("site.yaml"), "title: T\n").unwrap();
        fs::write(content.join("sources/all.bib"), text).unwrap();
        let read = check_site(folder.path(), &Settings::default()).site;
        assert_eq!(read.sources.len(), checked.site.sources.len(), "{name}");
        for (read, written) in read.sources.iter().zip(&checked.site.sources) {
            let seen = |source: &casefile::model::Source| {
                let date = source.date.filter(|date| !date.is_unknown());
                let url = source.url.as_ref().map(|url| (url.address.clone(), url.accessed));
                let origins: Vec<String> =
                    source.origins.iter().map(|(origin, _)| origin.clone()).collect();
                (
                    (source.key.clone(), source.title.clone(), source.authors.clone()),
                    (source.title_translated.clone(), source.title_supplied),
                    (source.publisher.clone(), date, source.language.clone()),
                    (url, source.url_status, origins, source.wire.clone()),
                )
            };
            assert_eq!(seen(&read.record), seen(&written.record), "{name}");
        }
    }
}

#[test]
fn the_bibliography_and_every_reference_are_valid_by_the_schema_of_csl() {
    let schema = parsed(&fs::read("tests/schemas/csl-data.json").unwrap());
    let schema = jsonschema::draft7::new(&schema).unwrap();
    for name in SITES {
        let mut seen = 0;
        for (path, bytes) in &built(name).files {
            if path.ends_with(".csl.json") {
                let value = parsed(bytes);
                assert_eq!(faults(&schema, &value), Vec::<String>::new(), "{name}: {path}");
                seen += 1;
            }
        }
        assert_eq!(seen, 1 + built(name).checked.site.operations.len());
    }
    // The schema does say no.
    assert!(!schema.is_valid(&json!([{"id": "a", "type": "news"}])));
}

#[test]
fn a_fact_sheet_has_a_reference_to_itself_beside_it() {
    let files = &built("everything").files;
    let page = std::str::from_utf8(&files["operations/one/index.html"]).unwrap();
    for file in ["cite.bib", "cite.csl.json"] {
        assert!(page.contains(&format!("<a href=\"{file}\" download>")), "{file}");
    }
    let read = bib(&files["operations/one/cite.bib"]);
    let entry = read.get("one").unwrap();
    assert_eq!(entry.url().unwrap(), "https://example.org/below/operations/one/");
    assert_eq!(entry.entry_type, biblatex::EntryType::Online);
    let item = parsed(&files["operations/one/cite.csl.json"]);
    assert_eq!(item[0]["URL"], "https://example.org/below/operations/one/");
    assert_eq!(item[0]["issued"], json!({ "date-parts": [[2024, 7, 1]] }));
}
