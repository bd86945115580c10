//! Addresses of sources and of their archived copies.

use crate::config::address::{NoHost, host_of, scheme_of};
use crate::diag::Code;

/// Why an address cannot be linked to.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unusable {
    pub(super) code: Code,
    pub(super) message: String,
    pub(super) help: String,
}

/// Checks that an address is `http` or `https` with a host, and nothing that a browser reads differently.
pub(super) fn check(address: &str) -> Result<(), Unusable> {
    let unusable = |code, message, help: String| Err(Unusable { code, message, help });
    if address.is_empty() {
        let help = "give the address, or take the key out".to_owned();
        return unusable(Code::InvalidUrl, "the address is empty".to_owned(), help);
    }
    // Browsers drop tabs and line ends, and read `\` as `/`: none may hide what an address is.
    let strange = |c: char| c.is_whitespace() || c.is_control() || "\\<>\"".contains(c);
    if let Some(character) = address.chars().find(|&c| strange(c)) {
        let (named, help) = match character {
            c if c.is_control() => ("a control character".to_owned(), "take it out".to_owned()),
            ' ' => ("a space".to_owned(), "write `%20` for a space in an address".to_owned()),
            c if c.is_whitespace() => ("a space".to_owned(), "take it out".to_owned()),
            c => (format!("`{c}`"), format!("write `%{:02X}` for it", u32::from(c))),
        };
        let message = format!("`{}` is not a usable address: it has {named}", shown(address));
        return unusable(Code::InvalidUrl, message, help);
    }
    match scheme_of(address) {
        None => {
            let message = format!("`{address}` is not a usable address: it has no scheme");
            let rest = address.trim_start_matches('/');
            unusable(Code::InvalidUrl, message, format!("did you mean `https://{rest}`?"))
        }
        Some((scheme, _))
            if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") =>
        {
            let message = format!("`{scheme}:` is not a scheme that a source may have");
            let help = "give an address that starts with `https://` or `http://`".to_owned();
            unusable(Code::UnsafeScheme, message, help)
        }
        Some((scheme, rest)) => {
            let is_plain = rest.strip_prefix("//").is_some_and(|rest| !rest.starts_with('/'));
            match host_of(address) {
                Ok(_) if is_plain => Ok(()),
                Err(NoHost::Character(character)) => {
                    let character = character.escape_debug();
                    let message =
                        format!("`{address}` is not a usable address: no host has `{character}`");
                    let help = "check what stands before the path".to_owned();
                    unusable(Code::InvalidUrl, message, help)
                }
                Ok(_) | Err(NoHost::Missing) => {
                    let message = format!("`{address}` is not a usable address: it has no host");
                    let help = format!("write `{scheme}://`, the host, then the path");
                    unusable(Code::InvalidUrl, message, help)
                }
            }
        }
    }
}

/// An address as a message shows it: on one line, and not longer than that.
fn shown(address: &str) -> String {
    let mut shown: String =
        address.chars().map(|c| if c.is_control() { ' ' } else { c }).take(60).collect();
    if address.chars().nth(60).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_addresses_are_usable() {
        for good in [
            "https://example.org",
            "http://example.org:8080/a?b=c#d",
            "HTTPS://user@example.org/ä",
            "https://[::1]/",
            "https://web.archive.org/web/2018/http://example.org/(x)",
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn what_is_no_web_address_is_told_apart() {
        let code = |address| check(address).unwrap_err().code;
        for bad in
            ["", "example.org/x", "//example.org", "https://", "https:/example.org", "http://a b"]
        {
            assert_eq!(code(bad), Code::InvalidUrl, "{bad}");
        }
        for bad in
            ["https:///x", "https://a\\@b", "example.org:80/x", "https://a..b/", "https://.a/"]
        {
            assert_eq!(code(bad), Code::InvalidUrl, "{bad}");
        }
        for bad in ["javascript:alert(1)", "ftp://example.org/", "data:text/html,x", "mailto:a@b.c"]
        {
            assert_eq!(code(bad), Code::UnsafeScheme, "{bad}");
        }
        assert_eq!(code("java\nscript:alert(1)"), Code::InvalidUrl);
    }

    #[test]
    fn an_address_without_a_scheme_gets_one_in_the_help() {
        let help = check("www.example.org/x").unwrap_err().help;
        assert_eq!(help, "did you mean `https://www.example.org/x`?");
    }
}
