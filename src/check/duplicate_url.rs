//! One address under two keys: one report would count as two.
//!
//! Addresses that differ in what makes no difference to a server are the same: the scheme, a `www.`, capitals in the
//! host, the usual port, a `/` at the end, a place on the page.

use std::collections::BTreeMap;

use super::Checking;
use crate::config::address::{host_of, scheme_of};
use crate::diag::Code;

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    let mut first_with = BTreeMap::new();
    for source in &site.sources {
        let record = &source.record;
        let Some(url) = &record.url else { continue };
        let Some(address) = compared(&url.address) else { continue };
        match first_with.get(&address) {
            None => {
                first_with.insert(address, record);
            }
            Some(first) => {
                let message = format!("`{}` and `{}` have the same address", first.key, record.key);
                checking.found.push(
                    checking
                        .at(record.file, &url.place, Code::DuplicateUrl, message)
                        .help(format!("cite `{}` in both places and take this one out", first.key)),
                );
            }
        }
    }
}

/// An address as it is compared; `None` if it has no host.
fn compared(address: &str) -> Option<String> {
    let host = host_of(address).ok()?;
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let (_, rest) = scheme_of(address)?;
    let rest = rest.trim_start_matches('/').split('#').next().unwrap_or_default();
    let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let port = authority.rsplit_once(':').map_or("", |(_, port)| port);
    let port = if ["80", "443"].contains(&port) { "" } else { port };
    Some(format!("{host}:{port}{}", path.trim_end_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::compared;

    #[test]
    fn addresses_that_a_server_takes_for_one_are_the_same() {
        let same = [
            "https://example.com/a",
            "http://example.com/a/",
            "https://EXAMPLE.com/a#x",
            "https://www.example.com:443/a",
        ];
        for address in same {
            assert_eq!(compared(address).as_deref(), Some("example.com:/a"), "{address}");
        }
        for address in
            ["https://example.com/A", "https://example.com/a?b", "https://example.com:8080/a"]
        {
            assert_ne!(compared(address).as_deref(), Some("example.com:/a"), "{address}");
        }
    }
}
