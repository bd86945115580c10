//! The map of the world: the theme's drawing, and on it in how many operations each country took part.
//!
//! The drawing was projected once and is a text of the theme, `map.txt`. Nothing here knows geography.

use serde::Serialize;

use super::TemplateError;
use super::here::Here;
use crate::model::CountryCode;
use crate::resolve::Ref;
use crate::routes::Route;

/// The shades that a style sheet has for countries, `s1` to `s5`.
const SHADES: usize = 5;

/// The drawing that a theme brings.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    width: u32,
    height: u32,
    /// The part that is also shown enlarged: left, top, width, height.
    detail: Option<[u32; 4]>,
    /// Outlines and dots by code; `None` is land of no code.
    places: Vec<(Option<CountryCode>, Place)>,
}

/// Where a country is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    /// The data of a path.
    Outline(String),
    /// What is too small for an outline: its middle, and the data of its path if it is drawn all the same.
    Dot(u32, u32, String),
}

/// The map as a template draws it.
#[derive(Debug, Serialize)]
pub(super) struct Map {
    width: u32,
    height: u32,
    /// The part that is also shown enlarged, as a `viewBox`.
    detail: Option<String>,
    /// The outline of everything that has no page.
    land: String,
    /// The countries that have a page, by name, and those that are dots after the others.
    countries: Vec<Area>,
    legend: Vec<Step>,
}

/// A country on the map.
#[derive(Debug, Serialize)]
struct Area {
    href: String,
    name: &'static str,
    operations: usize,
    /// From 1 to 5; 0 for a country that has a page and took part in no operation.
    shade: usize,
    /// The data of its path.
    outline: String,
    is_dot: bool,
}

/// A step of the scale: from how many operations to how many.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Step {
    shade: usize,
    from: usize,
    to: usize,
}

impl Drawing {
    /// Reads a theme's `map.txt`.
    ///
    /// # Errors
    /// For a line that is none of a known kind, and without a size.
    pub(super) fn read(text: &str) -> Result<Self, TemplateError> {
        let mut drawing = Self::default();
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let refuse = |what: String| {
                let message = format!("`map.txt`, line {}: {what}", at + 1);
                Err(TemplateError::new(message))
            };
            let (name, place) = line.split_once(':').unwrap_or((line, ""));
            let (name, place) = (name.trim(), place.trim());
            match name {
                "size" => match numbers(place) {
                    Some([width, height]) => (drawing.width, drawing.height) = (width, height),
                    None => return refuse(format!("`{place}` is not a width and a height")),
                },
                "detail" => match numbers(place) {
                    Some(part) => drawing.detail = Some(part),
                    None => return refuse(format!("`{place}` is not four numbers")),
                },
                _ => {
                    // Land of no country is not asked for: to tell what was meant by a wrong code takes longer than
                    // to read the whole drawing.
                    let code = if name == "-" {
                        None
                    } else if let Ok(code) = CountryCode::parse(name) {
                        Some(code)
                    } else {
                        return refuse(format!("`{name}` is not the code of a country"));
                    };
                    let outline = place.find('M').unwrap_or(place.len());
                    let (dot, outline) = place.split_at(outline);
                    let place = match numbers(dot) {
                        Some([x, y]) => Place::Dot(x, y, outline.to_owned()),
                        None if dot.is_empty() => Place::Outline(outline.to_owned()),
                        None => {
                            return refuse(format!("`{name}` has neither an outline nor a dot"));
                        }
                    };
                    drawing.places.push((code, place));
                }
            }
        }
        if drawing.width == 0 || drawing.height == 0 {
            return Err(TemplateError::new("`map.txt` does not say its `size`".to_owned()));
        }
        Ok(drawing)
    }
}

/// Exactly so many whole numbers.
fn numbers<const N: usize>(text: &str) -> Option<[u32; N]> {
    let numbers: Option<Vec<u32>> = text.split_whitespace().map(|one| one.parse().ok()).collect();
    numbers?.try_into().ok()
}

/// The steps of a scale from 1 to `most`, at most five.
///
/// Each begins with a round number: 1, 2, 3, 5, 10, 20, 30, 50 …
fn steps(most: usize) -> Vec<Step> {
    let decades = std::iter::successors(Some(1_usize), |decade| decade.checked_mul(10));
    let starts = decades.flat_map(|decade| [1, 2, 3, 5].map(|digit| decade.saturating_mul(digit)));
    let starts: Vec<usize> = starts.take_while(|start| *start <= most).collect();
    let count = starts.len().min(SHADES);
    let start = |step: usize| starts.get(step * starts.len() / count.max(1)).copied();
    let steps = (0..count).map(|step| Step {
        // However few the steps are, the first is pale and the last is dark.
        shade: match count {
            1 => SHADES / 2 + 1,
            _ => 1 + (2 * step * (SHADES - 1) + count - 1) / (2 * (count - 1)),
        },
        from: start(step).unwrap_or(1),
        to: if step + 1 < count { start(step + 1).map_or(most, |next| next - 1) } else { most },
    });
    steps.collect()
}

impl Here<'_> {
    /// The map, each country that has a page a link; `None` if no country has one.
    pub(super) fn map(&self) -> Option<Map> {
        let drawing = &self.renderer.drawing;
        let countries = &self.site.countries;
        let most = countries.iter().map(|country| country.operations.len()).max()?;
        let legend = steps(most);
        let mut map = Map {
            width: drawing.width,
            height: drawing.height,
            detail: drawing.detail.map(|part| part.map(|number| number.to_string()).join(" ")),
            land: String::new(),
            countries: Vec::new(),
            legend,
        };
        let page = |code: &CountryCode| countries.iter().position(|one| one.code == *code);
        let mut areas: Vec<(bool, usize, String)> = Vec::new();
        for (code, place) in &drawing.places {
            match (code.as_ref().and_then(page), place) {
                (Some(at), Place::Outline(outline)) => areas.push((false, at, outline.clone())),
                // A line without a length: the style sheet gives it round ends, as wide on a phone as on a wall.
                (Some(at), Place::Dot(x, y, outline)) => {
                    areas.push((true, at, format!("M{x} {y}h0")));
                    map.land.push_str(outline);
                }
                (None, Place::Outline(outline) | Place::Dot(_, _, outline)) => {
                    map.land.push_str(outline);
                }
            }
        }
        areas.sort();
        for (is_dot, at, outline) in areas {
            let country = &countries[at];
            let operations = country.operations.len();
            let step = map.legend.iter().find(|step| (step.from..=step.to).contains(&operations));
            map.countries.push(Area {
                href: self.to(Route::Country(Ref::new(at), 0)),
                name: country.name,
                operations,
                shade: step.map_or(0, |step| step.shade),
                outline,
                is_dot,
            });
        }
        Some(map)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::text::Texts;

    fn default() -> Drawing {
        let found =
            crate::theme::find(Path::new("/nowhere"), "default", "en", &mut Texts::default());
        Drawing::read(&found.unwrap().0.map).unwrap()
    }

    #[test]
    fn the_default_map_has_a_place_for_every_country() {
        let drawing = default();
        let placed: BTreeSet<CountryCode> =
            drawing.places.iter().filter_map(|(code, _)| *code).collect();
        let missing: Vec<_> = CountryCode::all().filter(|code| !placed.contains(code)).collect();
        assert_eq!(missing, []);
        assert_eq!(placed.len(), drawing.places.iter().filter(|(code, _)| code.is_some()).count());
    }

    #[test]
    fn the_default_map_lies_within_its_size() {
        let drawing = default();
        for (code, place) in &drawing.places {
            let (x, y) = match place {
                Place::Dot(x, y, _) => (*x, *y),
                Place::Outline(outline) => {
                    let start = &outline[1..outline.find('l').unwrap()];
                    let [x, y] = numbers(start).unwrap();
                    (x, y)
                }
            };
            assert!(x < drawing.width && y < drawing.height, "{code:?}: {x} {y}");
        }
    }

    #[test]
    fn the_default_map_weighs_little() {
        let weight = |(_, place): &(_, Place)| match place {
            Place::Outline(outline) | Place::Dot(_, _, outline) => outline.len(),
        };
        assert!(default().places.iter().map(weight).sum::<usize>() < 45_000);
    }

    #[test]
    fn a_scale_has_round_steps_and_leaves_no_number_out() {
        let of = |most| {
            let steps = steps(most);
            steps.iter().map(|step| (step.shade, step.from, step.to)).collect::<Vec<_>>()
        };
        assert_eq!(of(0), []);
        assert_eq!(of(1), [(3, 1, 1)]);
        assert_eq!(of(2), [(1, 1, 1), (5, 2, 2)]);
        assert_eq!(of(4), [(1, 1, 1), (3, 2, 2), (5, 3, 4)]);
        assert_eq!(of(7), [(1, 1, 1), (2, 2, 2), (4, 3, 4), (5, 5, 7)]);
        assert_eq!(of(12), [(1, 1, 1), (2, 2, 2), (3, 3, 4), (4, 5, 9), (5, 10, 12)]);
        assert_eq!(of(31), [(1, 1, 1), (2, 2, 2), (3, 3, 9), (4, 10, 19), (5, 20, 31)]);
        assert_eq!(of(5000), [(1, 1, 4), (2, 5, 29), (3, 30, 199), (4, 200, 999), (5, 1000, 5000)]);
    }

    #[test]
    fn a_line_that_is_no_place_is_told_with_its_number() {
        let refusal = |text: &str| Drawing::read(text).unwrap_err().message;
        assert_eq!(refusal("NL: 1 2"), "`map.txt` does not say its `size`");
        assert_eq!(
            refusal("size: 10 20\nUK: 1 2"),
            "`map.txt`, line 2: `UK` is not the code of a country"
        );
        assert_eq!(
            refusal("# mine\nNL: 1"),
            "`map.txt`, line 2: `NL` has neither an outline nor a dot"
        );
        assert_eq!(refusal("size: 10"), "`map.txt`, line 1: `10` is not a width and a height");
        assert_eq!(refusal("detail: 1 2 3"), "`map.txt`, line 1: `1 2 3` is not four numbers");
    }
}
