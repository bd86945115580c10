//! A record of any size, the same each time it is asked for: what the benches build.
//!
//! Of `n` operations with eight claims each it has half as many sources, a twentieth as many outlets and 190
//! countries. Everything is made from its ordinal alone, so that a record of a hundred thousand operations can be
//! written without being held.

#[expect(
    clippy::disallowed_methods,
    reason = "content to measure is written to folders of its own"
)]
mod content;
mod random;

pub(crate) use content::write_content;

use random::Random;

/// The codes of the countries that belong to the United Nations, but for a few small ones.
pub(crate) const COUNTRIES: &str = "\
AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH \
CI CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FR GA GB GD GE GH GM GN \
GQ GR GT GW GY HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KZ LA LB LC \
LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP \
NZ OM PA PE PG PH PK PL PS PT PY QA RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY \
SZ TD TG TH TJ TL TM TN TO TR TT TW TZ UA UG US UY UZ VC VE VN VU WS YE ZA";

pub(crate) const AGENCIES: usize = 40;
pub(crate) const PLATFORMS: usize = 20;
pub(crate) const KINDS: &[&str] = &["takedown", "referral", "seizure", "ban"];
pub(crate) const ROLES: &[&str] = &["lead", "support", "servers-seized", "arrests", "searches"];

const WORDS: &str = "servers domains accounts channels members material addresses warrants premises devices \
payments donations messages archives broadcasts mirrors hosting providers investigators prosecutors officers \
magistrates partners neighbours authorities statement hearing appeal request inquiry evidence exchange network \
campaign audience speakers languages editions region capital province border airport harbour weekend morning \
evening weeks months were was had been taken seized removed blocked closed searched questioned named reported \
announced confirmed denied shared followed returned joined the of in by with from after before during across \
under against between several many most other first second third last new former local foreign joint large small";

const NAMES: &str = "Amber Basalt Cedar Delta Ember Fjord Granite Harbour Indigo Juniper Kestrel Lantern Meridian \
Nimbus Orchid Pelican Quarry Rowan Sable Tundra Umber Vesper Willow Yarrow Zephyr";

/// A record, made as it is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record {
    pub(crate) operations: usize,
    pub(crate) sources: usize,
    pub(crate) outlets: usize,
}

/// A page of its own: one outlet, agency or platform.
#[derive(Debug)]
pub(crate) struct Entity {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) alias: String,
}

#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) key: String,
    pub(crate) kind: &'static str,
    pub(crate) title: String,
    pub(crate) author: Option<String>,
    pub(crate) publisher: String,
    pub(crate) date: String,
    pub(crate) url: String,
    pub(crate) accessed: String,
    pub(crate) language: &'static str,
    pub(crate) is_archived: bool,
    /// Whether it carries what a wire wrote.
    pub(crate) is_of_a_wire: bool,
    pub(crate) quote: Option<String>,
}

#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) slug: String,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) year: u64,
    pub(crate) date: String,
    pub(crate) kind: &'static str,
    pub(crate) follows: Option<String>,
    /// Four of the head, four of the body.
    pub(crate) claims: Vec<Claim>,
}

#[derive(Debug)]
pub(crate) struct Claim {
    pub(crate) id: String,
    pub(crate) says: Says,
    pub(crate) citations: Vec<Citation>,
    pub(crate) is_disputed: bool,
}

#[derive(Debug)]
pub(crate) enum Says {
    Country(&'static str, &'static str),
    Outlet(usize),
    Agency(usize, &'static str),
    Arrests(u64),
    /// Words, the outlet or agency that they link to, more words.
    Words(String, Thing, String),
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Thing {
    Outlet(usize),
    Agency(usize),
    Platform(usize),
}

#[derive(Debug)]
pub(crate) struct Citation {
    pub(crate) source: usize,
    pub(crate) paragraph: Option<u64>,
}

impl Record {
    pub(crate) fn of(operations: usize) -> Self {
        Self { operations, sources: (operations / 2).max(8), outlets: (operations / 20).max(3) }
    }

    pub(crate) fn outlet(&self, at: usize) -> Entity {
        entity("outlet", at, &["Radio", "News", "Media", "Voice of"])
    }

    pub(crate) fn agency(&self, at: usize) -> Entity {
        entity("agency", at, &["Office", "Police", "Court", "Bureau"])
    }

    pub(crate) fn platform(&self, at: usize) -> Entity {
        entity("platform", at, &["Channel", "Forum", "Share", "Post"])
    }

    pub(crate) fn source(&self, at: usize) -> Source {
        let mut random = Random::of("source", at);
        let date = date(&mut random);
        let kind = random.one_of(&["article", "article", "article", "web", "report"]);
        let name = random.one_of(&NAMES.split(' ').collect::<Vec<_>>());
        let publisher =
            format!("The {name} {}", random.one_of(&["Post", "Times", "Herald", "Star"]));
        let first = random.one_of(&["Ann", "Ben", "Cleo", "Dan"]);
        let last = random.one_of(&["Archer", "Baker", "Carter", "Dyer", "Fisher", "Mason"]);
        Source {
            key: format!("source-{at:06}"),
            kind,
            title: sentence(&mut random, 9),
            author: random.is_one_in(2).then(|| format!("{last}, {first}")),
            url: format!(
                "https://{}.example.com/{}/{at}",
                name.to_lowercase(),
                date.replace('-', "/")
            ),
            publisher,
            accessed: format!("2025-{:02}-{:02}", 1 + random.below(12), 1 + random.below(28)),
            date,
            language: random.one_of(&["en", "en", "en", "fr", "de", "es"]),
            is_archived: random.is_one_in(2),
            is_of_a_wire: random.is_one_in(5),
            quote: random.is_one_in(8).then(|| sentence(&mut random, 24)),
        }
    }

    pub(crate) fn operation(&self, at: usize) -> Operation {
        let mut random = Random::of("operation", at);
        let date = date(&mut random);
        let year: u64 = date[..4].parse().unwrap_or_default();
        let outlet = random.skewed(self.outlets);
        let agency = random.skewed(AGENCIES);
        let kind = random.one_of(KINDS);
        let countries: Vec<&'static str> = COUNTRIES.split(' ').collect();
        let country = countries[random.skewed(countries.len())];
        // What one report told, the next operations are told of too.
        let pool: Vec<usize> = (0..5)
            .map(|_| (at / 2 + random.below(40.min(self.sources as u64)) as usize) % self.sources)
            .collect();
        let role = random.one_of(ROLES);
        let mut says = vec![
            Says::Country(country, random.one_of(ROLES)),
            Says::Outlet(outlet),
            Says::Agency(agency, role),
            Says::Arrests(random.below(60)),
        ];
        for _ in 0..4 {
            let thing = match random.below(3) {
                0 => Thing::Outlet(outlet),
                1 => Thing::Agency(agency),
                _ => Thing::Platform(random.skewed(PLATFORMS)),
            };
            let before = sentence(&mut random, 12);
            let words = 8 + random.below(16) as usize;
            let after = sentence(&mut random, words).to_lowercase();
            says.push(Says::Words(before, thing, after));
        }
        let claims = says.into_iter().enumerate().map(|(ordinal, says)| Claim {
            id: format!("claim-{}", ordinal + 1),
            is_disputed: random.is_one_in(80),
            citations: citations(&pool, &mut random),
            says,
        });
        let claims = claims.collect();
        Operation {
            slug: slug(at, &date),
            title: format!("{} of {}, {}", capital(kind), self.outlet(outlet).name, at + 1),
            description: sentence(&mut random, 16) + ".",
            year,
            follows: (at > 0 && random.is_one_in(6)).then(|| {
                let before = at - 1;
                slug(before, &self::date(&mut Random::of("operation", before)))
            }),
            date,
            kind,
            claims,
        }
    }
}

fn citations(pool: &[usize], random: &mut Random) -> Vec<Citation> {
    let mut citations: Vec<Citation> = Vec::new();
    for _ in 0..1 + random.skewed(3) {
        let source = random.one_of(pool);
        if citations.iter().all(|citation| citation.source != source) {
            let paragraph = random.is_one_in(4).then(|| 1 + random.below(30));
            citations.push(Citation { source, paragraph });
        }
    }
    citations
}

fn entity(kind: &str, at: usize, forms: &[&str]) -> Entity {
    let mut random = Random::of(kind, at);
    let name = random.one_of(&NAMES.split(' ').collect::<Vec<_>>());
    let name = format!("{} {name} {}", random.one_of(forms), at + 1);
    Entity { id: format!("{kind}-{at:05}"), alias: name.replace(' ', ""), name }
}

fn slug(at: usize, date: &str) -> String {
    format!("{}-operation-{at:06}", &date[..7])
}

fn date(random: &mut Random) -> String {
    let year = 1996 + random.below(30);
    format!("{year}-{:02}-{:02}", 1 + random.below(12), 1 + random.below(28))
}

fn sentence(random: &mut Random, words: usize) -> String {
    let all: Vec<&str> = WORDS.split_whitespace().collect();
    let words: Vec<&str> = (0..words).map(|_| random.one_of(&all)).collect();
    capital(&words.join(" "))
}

fn capital(text: &str) -> String {
    let (first, rest) = text.split_at(1);
    first.to_uppercase() + rest
}
