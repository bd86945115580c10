//! Addresses of the web as browsers read them: to which host they lead, and which domains they name.
//!
//! One host can be written in many ways: in capitals, percent-encoded, with a full stop of another script, with
//! letters that nobody sees, behind backslashes. This is as much of the URL standard (url.spec.whatwg.org) as keeps a
//! domain from passing by under another spelling. Where browsers refuse what is merely strange, it may read on.

use std::net::{Ipv4Addr, Ipv6Addr};

use unicode_normalization::UnicodeNormalization;

use crate::diag::Code;

/// Why an address cannot be linked to.
#[derive(Debug, PartialEq, Eq)]
pub struct Unusable {
    /// Of which kind the finding is.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// An address that [`check`] lets pass, as far as a regular expression can tell it: it does not look at the host.
pub const EXPRESSION: &str =
    r#"[Hh][Tt][Tt][Pp][Ss]?://[^/\s\x00-\x1f\x7f-\x9f<>"\\][^\s\x00-\x1f\x7f-\x9f<>"\\]*"#;

/// Checks that an address is `http` or `https` with a host, and nothing that a browser reads differently.
///
/// `whose` says in the message to what the address belongs: `a source`.
pub fn check(address: &str, whose: &str) -> Result<(), Unusable> {
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
            let help = match rest.contains('@') {
                // As git writes it: `git@example.org:us/record.git`.
                true => "give the address that a browser opens, with `https://`".to_owned(),
                false => format!("did you mean `https://{rest}`?"),
            };
            unusable(Code::InvalidUrl, message, help)
        }
        Some((scheme, _))
            if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") =>
        {
            let message = format!("`{scheme}:` is not a scheme that {whose} may have");
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

/// Checks the address of a site's home page; gives it with one `/` at its end.
pub fn site_address(text: &str) -> Result<String, Unusable> {
    check(text, "a site")?;
    let unusable = |what: String, help: String| {
        let message = format!("`{text}` is not the address of a site: it has {what}");
        Err(Unusable { code: Code::InvalidUrl, message, help })
    };
    if let Some(sign) = text.chars().find(|c| "?#".contains(*c)) {
        return unusable(format!("a `{sign}`"), format!("take out what starts with `{sign}`"));
    }
    // It stands in front of every address of sitemaps, feeds and data, which have to be plain (RFC 3986).
    if let Some(letter) = text.chars().find(|c| !c.is_ascii()) {
        let help = "write the host as `xn--…`, and letters of the path percent-encoded".to_owned();
        return unusable(format!("a `{letter}`"), help);
    }
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest).trim_end_matches('/');
    let mut parts = rest.split('/');
    if parts.next().is_some_and(|host| host.contains('@')) {
        let help = "take out what stands before the `@`: every page would tell it".to_owned();
        return unusable("a user's name".to_owned(), help);
    }
    if let Some(part) = parts.find(|part| ["", ".", ".."].contains(part)) {
        return unusable(format!("`/{part}/` in its path"), "write the path without it".to_owned());
    }
    Ok(text.trim_end_matches('/').to_owned() + "/")
}

/// Checks the pattern of a link that opens a file in an editor: any scheme but those that run what follows them.
pub(super) fn check_editor_link(pattern: &str) -> Result<(), Unusable> {
    let Some((scheme, _)) = scheme_of(pattern).filter(|_| !pattern.contains(char::is_control))
    else {
        return Err(Unusable {
            code: Code::InvalidUrl,
            message: format!("`{}` is not a usable link: it has no scheme", shown(pattern)),
            help: "write it as `vscode://file/{path}:{line}:{column}`".to_owned(),
        });
    };
    let runs = ["javascript", "data", "vbscript"];
    if runs.iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return Err(Unusable {
            code: Code::UnsafeScheme,
            message: format!("`{scheme}:` is not a scheme that a link to an editor may have"),
            help: "give the scheme of an editor, as in `vscode://file/{path}:{line}:{column}`"
                .to_owned(),
        });
    }
    Ok(())
}

/// Checks an address that reaches someone: `mailto:`, `https:` or `tel:`, on one line.
pub(super) fn check_contact(address: &str) -> Result<(), Unusable> {
    let is_plain = !address.contains(|c: char| c.is_whitespace() || c.is_control());
    match scheme_of(address) {
        Some(("mailto" | "tel" | "https", rest)) if is_plain && !rest.is_empty() => Ok(()),
        _ => {
            let is_mail = is_plain && address.contains('@') && scheme_of(address).is_none();
            Err(Unusable {
                code: Code::InvalidUrl,
                message: format!("`{}` is not an address that reaches someone", shown(address)),
                help: match is_mail {
                    true => format!("did you mean `mailto:{address}`?"),
                    false => "start it with `mailto:`, `https://` or `tel:`".to_owned(),
                },
            })
        }
    }
}

/// Why an address leads to no host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoHost {
    /// It names none.
    Missing,
    /// Its host has a character that no host has.
    Character(char),
}

/// The host to which a browser takes an address, in small letters, without user, port and the stop at its end.
///
/// The address has a scheme or starts with `//`. Labels such as `xn--…` stay as they are.
pub fn host_of(address: &str) -> Result<String, NoHost> {
    let address = cleaned(address);
    let (scheme, rest) = scheme_of(&address).unwrap_or(("", &address));
    let is_web = ["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web));
    let is_slash = |c: char| matches!(c, '/' | '\\');
    // Browsers take any number of slashes between the scheme of the web and the host, none too.
    if !is_web && rest.chars().take_while(|&c| is_slash(c)).count() < 2 {
        return Err(NoHost::Missing);
    }
    let rest = rest.trim_start_matches(is_slash);
    let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    if let Some((inner, _)) = host.strip_prefix('[').and_then(|host| host.split_once(']')) {
        let number: Ipv6Addr = inner.parse().map_err(|_| NoHost::Character('['))?;
        return Ok(format!("[{number}]"));
    }
    let host = folded(&decoded(host.split(':').next().unwrap_or_default()));
    let host = host.strip_suffix('.').unwrap_or(&host);
    if let Some(strange) = host.chars().find(|&c| c != '.' && !is_of_label(c)) {
        return Err(NoHost::Character(strange));
    }
    if host.split('.').any(str::is_empty) {
        return Err(NoHost::Missing);
    }
    Ok(ipv4(host).map_or_else(|| host.to_owned(), |number| number.to_string()))
}

/// The domain that an editor means, as hosts are compared: written alone, as an address, with a `*.` before it, defanged.
///
/// Returns `None` for what no host can be.
pub(super) fn domain(text: &str) -> Option<String> {
    let text = cleaned(text).replace("[.]", ".");
    let is_web = scheme_of(&text).is_some_and(|(scheme, _)| {
        ["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web))
    });
    let address = if is_web || text.contains("//") { text } else { format!("//{text}") };
    // A `*.` or a stop before a domain says that its subdomains are meant, as they are anyway.
    let address = address.replacen("//*.", "//", 1).replacen("//.", "//", 1);
    host_of(&address).ok().map(|host| without_punycode(&host))
}

/// Whether an address leads to one of the domains or a subdomain of one, or holds the name of one, as an archive's does.
///
/// The domains are as [`domain`] gives them.
pub(super) fn names(address: &str, domains: &[String]) -> bool {
    if domains.is_empty() {
        return false;
    }
    if host_of(address).is_ok_and(|host| domains.iter().any(|domain| lies_in(&host, domain))) {
        return true;
    }
    let text = folded(&decoded_wholly(cleaned(address)));
    let is_of_host = |c: char| c == '.' || is_of_label(c);
    let mut at = 0;
    text.split_inclusive(|c| !is_of_host(c)).any(|piece| {
        let before = &text[..at];
        at += piece.len();
        let name = piece.trim_end_matches(|c| !is_of_host(c)).trim_matches('.');
        // A word of a path may well be called as a whole top-level domain is.
        let is_host = before.ends_with("//") || before.ends_with('@');
        let mut domains = domains.iter().filter(|domain| is_host || domain.contains('.'));
        !name.is_empty() && domains.any(|domain| lies_in(name, domain))
    })
}

/// Whether a host is a domain or lies below it.
fn lies_in(host: &str, domain: &str) -> bool {
    let host = without_punycode(host);
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// The address without what browsers drop before they read it.
pub fn cleaned(address: &str) -> String {
    let address = address.trim_matches(|c: char| c <= ' ');
    address.chars().filter(|c| !matches!(c, '\t' | '\r' | '\n')).collect()
}

/// The scheme of an address as written, and what follows its colon.
///
/// `None` also if what stands before the first colon is a host with its port.
pub fn scheme_of(address: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = address.split_once(':')?;
    let well_formed = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    let is_port = rest.starts_with(|c: char| c.is_ascii_digit())
        && (scheme.contains('.') || scheme == "localhost");
    (well_formed && !is_port).then_some((scheme, rest))
}

/// Text as hosts are compared: one form for each letter, small, without what nobody sees, every stop a `.`.
fn folded(text: &str) -> String {
    // By the letter: the small form of a word may depend on where in it a letter stands, a host's does not.
    let small = text.nfkc().filter(|&c| !is_unseen(c)).flat_map(char::to_lowercase);
    small.nfkc().map(|c| if c == '。' { '.' } else { c }).collect()
}

/// Characters that the standard leaves out of a host, and the joiners, which show in few scripts only.
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200d}'
            | '\u{2060}'..='\u{2064}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{e0100}'..='\u{e01ef}'
    )
}

/// Whether a label of a host may have a character.
fn is_of_label(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '-' || c == '_';
    }
    let turns_text =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}');
    let is_nothing = matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fff0}'..='\u{ffff}');
    !(c.is_control() || c.is_whitespace() || turns_text || is_nothing)
}

/// Undoes percent-encoding once. The bytes need not be UTF-8.
pub fn percent_decoded(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
        match (bytes[at], digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push(u8::try_from(high * 16 + low).unwrap_or(b'%'));
                at += 3;
            }
            (byte, ..) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    out
}

/// Undoes percent-encoding once; bytes that are no UTF-8 become `�`, which no host has.
fn decoded(text: &str) -> String {
    String::from_utf8_lossy(&percent_decoded(text)).into_owned()
}

/// Undoes percent-encoding as often as it was done: an address within an address is encoded with it.
fn decoded_wholly(mut text: String) -> String {
    // Each round that changes something makes the text shorter. Nobody nests addresses deeper than this, and
    // `%252525…` would take as many rounds as it has letters.
    for _ in 0..16 {
        let next = decoded(&text);
        if next.len() >= text.len() {
            break;
        }
        text = next;
    }
    text
}

/// The number that a host of digits stands for: `0x7f.1` is `127.0.0.1`.
fn ipv4(host: &str) -> Option<Ipv4Addr> {
    let parts: Vec<&str> = host.split('.').collect();
    let (last, first) = parts.split_last().filter(|(_, first)| first.len() < 4)?;
    let number = |part: &str| {
        if let Some(hex) = part.strip_prefix("0x") {
            return if hex.is_empty() { Some(0) } else { u32::from_str_radix(hex, 16).ok() };
        }
        let octal = part.len() > 1 && part.starts_with('0');
        u32::from_str_radix(part, if octal { 8 } else { 10 }).ok()
    };
    let mut address = number(last)?;
    let room = 8 * (4 - first.len());
    if u64::from(address) >> room > 0 {
        return None;
    }
    for (part, shift) in first.iter().zip([24, 16, 8]) {
        address |= number(part).filter(|&byte| byte < 256)? << shift;
    }
    Some(Ipv4Addr::from(address))
}

/// A host with the letters that its labels `xn--…` stand for.
fn without_punycode(host: &str) -> String {
    if !host.contains("xn--") {
        return host.to_owned();
    }
    let label = |label: &str| label.strip_prefix("xn--").and_then(letters);
    let labels = host.split('.').map(|text| label(text).unwrap_or_else(|| text.to_owned()));
    folded(&labels.collect::<Vec<_>>().join("."))
}

/// Decodes Punycode (RFC 3492).
fn letters(encoded: &str) -> Option<String> {
    // The longest that a label can be.
    if encoded.len() > 59 {
        return None;
    }
    let (basic, deltas) = encoded.rsplit_once('-').unwrap_or(("", encoded));
    let mut out: Vec<char> = basic.chars().collect();
    let mut digits = deltas.bytes().map(|byte| match byte {
        b'a'..=b'z' => Some(u32::from(byte - b'a')),
        b'0'..=b'9' => Some(u32::from(byte - b'0') + 26),
        _ => None,
    });
    let (mut letter, mut at, mut bias) = (128_u32, 0_u32, 72_u32);
    while digits.len() > 0 {
        let (before, mut weight, mut step) = (at, 1_u32, 36_u32);
        loop {
            let digit = digits.next()??;
            at = at.checked_add(digit.checked_mul(weight)?)?;
            let threshold = step.saturating_sub(bias).clamp(1, 26);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(36 - threshold)?;
            step += 36;
        }
        let count = u32::try_from(out.len()).ok()? + 1;
        let mut delta = (at - before) / if before == 0 { 700 } else { 2 };
        delta += delta / count;
        bias = 0;
        while delta > 455 {
            delta /= 35;
            bias += 36;
        }
        bias += 36 * delta / (delta + 38);
        letter = letter.checked_add(at / count)?;
        at %= count;
        out.insert(usize::try_from(at).ok()?, char::from_u32(letter)?);
        at += 1;
    }
    Some(out.into_iter().collect())
}

/// An address as it is compared, without what makes no difference to a server: the scheme, a `www.`, capitals in the
/// host, the usual port, a `/` at the end, a place on the page. `None` if it has no host.
pub fn compared(address: &str) -> Option<String> {
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
            assert_eq!(check(good, "a source"), Ok(()), "{good}");
        }
    }

    #[test]
    fn what_is_no_web_address_is_told_apart() {
        let code = |address| check(address, "a source").unwrap_err().code;
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
        let help = check("www.example.org/x", "a source").unwrap_err().help;
        assert_eq!(help, "did you mean `https://www.example.org/x`?");
    }

    #[test]
    fn a_site_has_an_address_that_others_can_be_appended_to() {
        for text in ["https://example.org", "https://example.org/", "https://example.org//"] {
            assert_eq!(site_address(text).as_deref(), Ok("https://example.org/"), "{text}");
        }
        assert_eq!(site_address("http://a.org/b").as_deref(), Ok("http://a.org/b/"));
        for bad in
            ["", "nonsense", "javascript:alert(1)", "https://x/?q", "https://x/#", "https://"]
        {
            assert!(site_address(bad).is_err(), "{bad}");
        }
        for (text, what) in [
            ("https://u:p@a.org/", "a user's name"),
            ("https://a.org/b//c/", "`//` in its path"),
            ("https://a.org/b/../c", "`/../` in its path"),
            ("https://exämple.org/", "a `ä`"),
        ] {
            let message = format!("`{text}` is not the address of a site: it has {what}");
            assert_eq!(site_address(text).unwrap_err().message, message);
        }
    }

    #[test]
    fn a_link_to_an_editor_runs_nothing() {
        assert_eq!(check_editor_link("vscode://file/{path}:{line}:{column}"), Ok(()));
        let code = |pattern| check_editor_link(pattern).unwrap_err().code;
        assert_eq!(code("{path}"), Code::InvalidUrl);
        assert_eq!(code("java\tscript:x"), Code::InvalidUrl);
        assert_eq!(code("JavaScript:alert(1)"), Code::UnsafeScheme);
        assert_eq!(code("data:text/html,x"), Code::UnsafeScheme);
    }

    #[test]
    fn a_host_is_found_behind_user_port_and_case() {
        assert_eq!(host_of("https://me@Sub.Example.ORG.:8080/x").as_deref(), Ok("sub.example.org"));
        assert_eq!(host_of("//example.org").as_deref(), Ok("example.org"));
        assert_eq!(host_of("mailto:x@example.org"), Err(NoHost::Missing));
        assert_eq!(host_of("example.org:80/x"), Err(NoHost::Missing));
    }

    /// By the URL standard each leads there, from some page at least.
    #[test]
    fn a_host_is_the_same_however_it_is_spelt() {
        for address in [
            "https://OUTLET.Invalid/",
            "https://outlet.invalid./",
            "https://outlet。invalid/",
            "https://outlet．invalid/",
            "https://outlet｡invalid/",
            "https://%6futlet.invalid/",
            "https://outlet%2Einvalid%2e/",
            "https://outlet%E3%80%82invalid/",
            "https://out\u{ad}let.invalid/",
            "https://out\u{200b}let.in\u{2060}valid/",
            "https://out%C2%ADlet.invalid/",
            "https://ｏｕｔｌｅｔ.invalid/",
            "https://ⓞutlet.invalid/",
            "ht\ntps://out\tlet.invalid/",
            " \u{1}https://outlet.invalid",
            "https://example.org@outlet.invalid/",
            "https://a:b@c@outlet.invalid:443#x",
            "https:\\\\outlet.invalid\\x",
            "https:outlet.invalid",
            "https:/outlet.invalid",
            "https:////outlet.invalid?x",
            "\\\\outlet.invalid/",
            "/\\outlet.invalid/",
        ] {
            assert_eq!(host_of(address).as_deref(), Ok("outlet.invalid"), "{address:?}");
        }
        assert_eq!(host_of("http://0xC0.0.513/").as_deref(), Ok("192.0.2.1"));
        assert_eq!(host_of("http://3221225985/").as_deref(), Ok("192.0.2.1"));
        assert_eq!(host_of("http://[0:0::1]:80/").as_deref(), Ok("[::1]"));
    }

    #[test]
    fn letters_of_any_script_make_a_host() {
        assert_eq!(host_of("https://ΟΔΌΣ.example/").as_deref(), Ok("οδόσ.example"));
        assert_eq!(host_of("https://مثال.example/").as_deref(), Ok("مثال.example"));
        assert_eq!(host_of("https://xn--e1afmkfd.example/").as_deref(), Ok("xn--e1afmkfd.example"));
    }

    #[test]
    fn a_character_that_no_host_has_is_told() {
        for (address, character) in [
            ("https://a%2fb/", '/'),
            ("https://a%256f/", '%'),
            ("https://a b/", ' '),
            ("https://a^b/", '^'),
            ("https://a／b/", '/'),
            ("https://%ff/", '\u{fffd}'),
            ("https://a\u{202e}b/", '\u{202e}'),
            ("https://[x]/", '['),
        ] {
            assert_eq!(host_of(address), Err(NoHost::Character(character)), "{address}");
        }
        for address in ["https://", "https:///", "https://a..b/", "https://.a/", "https://?a.b"] {
            assert_eq!(host_of(address), Err(NoHost::Missing), "{address}");
        }
    }

    #[test]
    fn an_address_encoded_without_end_is_read_in_bounded_time() {
        let endless = format!("https://a.example/{}", "%".to_owned() + &"25".repeat(200_000));
        assert!(!names(&endless, &["outlet.invalid".to_owned()]));
    }

    #[test]
    fn punycode_is_decoded() {
        assert_eq!(letters("e1afmkfd").as_deref(), Some("пример"));
        assert_eq!(letters("bcher-kva").as_deref(), Some("bücher"));
        assert_eq!(letters("mgbh0fb").as_deref(), Some("مثال"));
        assert_eq!(letters("a-ü"), None);
        assert_eq!(letters("99999999"), None);
    }

    #[test]
    fn a_domain_is_read_as_it_is_meant() {
        for text in [
            "outlet.invalid",
            "  Outlet.Invalid. ",
            ".outlet.invalid",
            "*.outlet.invalid",
            "outlet.invalid:80",
            "outlet.invalid/p",
            "https://outlet.invalid/p?q#r",
            "https://*.outlet.invalid/",
            "http:outlet.invalid",
            "//outlet.invalid",
            "hxxps://outlet[.]invalid/",
        ] {
            assert_eq!(domain(text).as_deref(), Some("outlet.invalid"), "{text}");
        }
        assert_eq!(domain("xn--e1afmkfd.invalid").as_deref(), Some("пример.invalid"));
        for text in ["", " ", ".", "*", "*.", "https://", "a b", "a..b", "out*.invalid"] {
            assert_eq!(domain(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_domain_is_named_by_its_hosts_and_by_what_holds_it() {
        let domains = ["outlet.invalid", "пример.invalid", "onion"].map(str::to_owned);
        for address in [
            "https://sub.outlet.invalid/",
            "https://xn--e1afmkfd.invalid/",
            "https://abc.onion/",
            "mailto:a@outlet.invalid",
            "mailto:a@b.example?cc=c@outlet%2einvalid",
            "https://web.archive.org/web/2018/http://outlet.invalid/",
            "https://web.archive.org/web/2018/outlet.invalid",
            "https://archive.example/?url=http%3A%2F%2FOutlet.invalid%2F",
            "https://archive.example/?url=http%253A%252F%252Foutlet.invalid",
            "https://archive.example/http://outlet。invalid/",
            "https://archive.example/http://xn--e1afmkfd.invalid/",
            "https://archive.example/http://abc.onion/",
        ] {
            assert!(names(address, &domains), "{address}");
        }
        for address in [
            "https://myoutlet.invalid/",
            "https://outlet.invalid.example/",
            "https://example.org/outlet.invalid.html",
            "https://example.org/on-outlet.invalid",
            "https://example.org/onion/soup.onion",
            "https://example.org/outlet/invalid",
        ] {
            assert!(!names(address, &domains), "{address}");
        }
    }

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
