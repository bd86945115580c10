//! `_headers`: what a host is to send with each file, in the form that Netlify, Cloudflare Pages and others read.

use crate::config::Config;
use crate::routes::API;

/// What a page may load and do. `base.html` says the same but the last, which only a header can.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
    form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

/// The bytes of `_headers`.
pub fn headers(config: &Config) -> Vec<u8> {
    let base = config.base_path().trim_end_matches('/');
    let mut out = format!("{base}/*\n  Content-Security-Policy: {POLICY}\n");
    if config.base_url.starts_with("https:") {
        // Without `includeSubDomains`: other sites below this domain are not ours to speak for.
        out.push_str("  Strict-Transport-Security: max-age=31536000\n");
    }
    out.push_str("  X-Content-Type-Options: nosniff\n");
    out.push_str("  Referrer-Policy: same-origin\n");
    out.push_str("  Cross-Origin-Opener-Policy: same-origin\n");
    // What programs read, they may read from anywhere. A path has one `*`, which stands for whatever is there, slashes too:
    // Netlify takes several, Cloudflare no rule with more. Both join what two rules say of one header by a comma, which no
    // header here bears, so no two rules for one header hold for the same file.
    for path in [&format!("{API}*"), "/atom.xml", "/feed.json", "/*/atom.xml", "/*/feed.json"] {
        out += &format!("{base}{path}\n  Access-Control-Allow-Origin: *\n");
    }
    out.into_bytes()
}
