//! What a host would send for a path.

use crate::pages::{PageError, Pages};
use crate::resolve::Site;
use crate::routes::{Route, Routes, file_of};

use super::types;

/// Where the script is that keeps a page as the content is.
pub(super) const SCRIPT: &str = "/_casefile/live.js";

/// Where that script hears of changes.
pub(super) const EVENTS: &str = "/_casefile/events";

/// The script itself. Only this server knows of it: it is no part of a theme, nor of what a build writes.
const LIVE: &str = include_str!("live.js");

/// What is sent for a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    fn new(status: u16, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("Content-Type", kind.to_owned())];
        Self { status, headers, body: body.into() }
    }

    /// A line of text, for what no page asks for.
    pub(super) fn text(status: u16, text: &str) -> Self {
        Self::new(status, types::TEXT, format!("{text}\n"))
    }

    /// A refusal of everything but reading.
    pub(super) fn not_allowed() -> Self {
        let mut answer = Self::text(405, "only GET and HEAD are answered");
        answer.headers.push(("Allow", "GET, HEAD".to_owned()));
        answer
    }

    /// The script that keeps a page as the content is.
    pub(super) fn script() -> Self {
        Self::new(200, types::of(SCRIPT), LIVE)
    }

    /// A page with nothing on it but what the script shows: the errors, until there are none.
    pub(super) fn broken(start: &str) -> Self {
        let page = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
                    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
                    <title>There are errors</title>\n<body>\n\
                    <p>There are errors in the content, so there is nothing to show yet.</p>\n</body>\n</html>\n";
        Self::new(500, types::HTML, with_script(page.into(), 0, start))
    }

    /// A page for what went wrong while another was made.
    fn failed(error: &PageError, number: u64, start: &str) -> Self {
        let message = error.to_string().replace('&', "&amp;").replace('<', "&lt;");
        let page = format!(
            "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>This page has an error</title>\n\
             <body>\n<h1>This page has an error</h1>\n<pre>{message}</pre>\n</body>\n</html>\n"
        );
        Self::new(500, types::HTML, with_script(page.into(), number, start))
    }

    fn moved(to: &str) -> Self {
        let mut answer = Self::text(301, "moved");
        answer.headers.push(("Location", encoded(to)));
        answer
    }
}

/// What an edition answers from.
pub(super) struct Answering<'a> {
    pub(super) site: &'a Site,
    pub(super) routes: &'a Routes,
    pub(super) pages: &'a Pages<'a>,
    /// The number of the edition, and the run that counted it.
    pub(super) number: u64,
    pub(super) start: &'a str,
}

impl Answering<'_> {
    /// Answers for a path, decoded; gives also why a page could not be made.
    pub(super) fn answer(&self, path: &str) -> (Answer, Option<PageError>) {
        // The file of a page has an address too.
        let folder = path.strip_suffix("index.html").filter(|folder| folder.ends_with('/'));
        if let Some(route) = self.at(folder.unwrap_or(path)) {
            // What a build writes there is a page that leads on; a host that reads `_redirects` never sends it.
            if let Some(target) = route.leads_to().filter(|_| folder.is_none()) {
                return (Answer::moved(&self.routes.address(self.site, target)), None);
            }
            return self.file(200, folder.unwrap_or(path), route);
        }
        let page = format!("{path}/");
        if !path.ends_with('/') && self.at(&page).is_some() {
            return (Answer::moved(&page), None);
        }
        self.file(404, "/404.html", Route::NotFound)
    }

    fn at(&self, address: &str) -> Option<Route> {
        let entries = self.routes.entries();
        let at = entries.binary_search_by(|(known, _)| known.as_str().cmp(address)).ok()?;
        Some(entries[at].1)
    }

    fn file(&self, status: u16, address: &str, route: Route) -> (Answer, Option<PageError>) {
        let kind = types::of(&file_of(address));
        let bytes = match self.pages.bytes_of(route) {
            Ok(bytes) => bytes,
            Err(error) => {
                return (Answer::failed(&error, self.number, self.start), Some(error));
            }
        };
        if kind != types::HTML {
            return (Answer::new(status, kind, bytes), None);
        }
        let policy = policy_of(&bytes);
        let mut answer = Answer::new(status, kind, with_script(bytes, self.number, self.start));
        answer.headers.extend(policy.map(|policy| ("Content-Security-Policy", policy)));
        (answer, None)
    }
}

/// The policy that a page states of itself; so a header can say the same, whatever the theme.
fn policy_of(html: &[u8]) -> Option<String> {
    let start = "<meta http-equiv=\"Content-Security-Policy\" content=\"";
    let head = &html[..html.len().min(4096)];
    let head = String::from_utf8_lossy(head);
    let (_, rest) = head.split_once(start)?;
    let (policy, _) = rest.split_once('"')?;
    let is_plain = policy.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'&');
    is_plain.then(|| policy.to_owned())
}

/// A page with the script before the end of its body.
fn with_script(mut html: Vec<u8>, number: u64, start: &str) -> Vec<u8> {
    let end = b"</body>";
    let at = html.windows(end.len()).rposition(|part| part == end).unwrap_or(html.len());
    let script = format!(
        "<script src=\"{SCRIPT}\" data-start=\"{start}\" data-edition=\"{number}\"></script>"
    );
    html.splice(at..at, script.into_bytes());
    html
}

/// An address as a header may hold it.
fn encoded(address: &str) -> String {
    let mut encoded = String::with_capacity(address.len());
    for byte in address.bytes() {
        if byte.is_ascii_graphic() && !b"%?#\"<>\\".contains(&byte) {
            encoded.push(byte.into());
        } else {
            encoded += &format!("%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_stands_at_the_end_of_the_body() {
        let page = with_script(b"<body>a</body></html>".to_vec(), 7, "s");
        let page = String::from_utf8(page).unwrap();
        let script =
            "<script src=\"/_casefile/live.js\" data-start=\"s\" data-edition=\"7\"></script>";
        assert_eq!(page, format!("<body>a{script}</body></html>"));
        assert!(with_script(b"a".to_vec(), 7, "s").starts_with(b"a<script"));
    }

    #[test]
    fn the_policy_of_a_page_is_read_from_it() {
        let page = b"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">";
        assert_eq!(policy_of(page).as_deref(), Some("default-src 'none'"));
        assert_eq!(policy_of(b"<p>"), None);
        let page = "<meta http-equiv=\"Content-Security-Policy\" content=\"a\r\nSet-Cookie: b\">";
        assert_eq!(policy_of(page.as_bytes()), None);
    }

    #[test]
    fn an_address_in_a_header_is_ascii() {
        assert_eq!(encoded("/a b/ñ?\r\n/"), "/a%20b/%C3%B1%3F%0D%0A/");
    }
}
