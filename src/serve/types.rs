//! The content type of a file, by what its name ends in.

const TYPES: &[(&str, &str)] = &[
    ("avif", "image/avif"),
    ("css", "text/css; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("gif", "image/gif"),
    ("gz", "application/gzip"),
    ("html", "text/html; charset=utf-8"),
    ("ico", "image/x-icon"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("js", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("md", "text/markdown; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("ogg", "audio/ogg"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("ttf", "font/ttf"),
    ("txt", "text/plain; charset=utf-8"),
    ("wasm", "application/wasm"),
    ("webm", "video/webm"),
    ("webmanifest", "application/manifest+json"),
    ("webp", "image/webp"),
    ("woff", "font/woff"),
    ("woff2", "font/woff2"),
    ("xml", "application/xml"),
    ("yaml", "application/yaml"),
    ("zip", "application/zip"),
];

/// What hosts send for HTML.
pub(super) const HTML: &str = "text/html; charset=utf-8";

/// What hosts send for a text.
pub(super) const TEXT: &str = "text/plain; charset=utf-8";

/// The content type of a file.
pub(super) fn of(file: &str) -> &'static str {
    let name = file.rsplit('/').next().unwrap_or_default();
    // `_redirects` and its like are for hosts, and texts.
    if name.starts_with('_') && !name.contains('.') {
        return TEXT;
    }
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let known = TYPES.iter().find(|(known, _)| known.eq_ignore_ascii_case(extension));
    known.map_or("application/octet-stream", |(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_name_ends_in() {
        assert_eq!(of("a/index.html"), HTML);
        assert_eq!(of("a.b/x.CSS"), "text/css; charset=utf-8");
        assert_eq!(of("_redirects"), TEXT);
        for unknown in [".nojekyll", "a.css/x", "x.", "x"] {
            assert_eq!(of(unknown), "application/octet-stream", "{unknown}");
        }
    }
}
