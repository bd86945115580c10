//! What each finding means and why it matters, with a wrong and a right example.
//!
//! One Markdown file a code, `explain/⟨code⟩.md`: what it means, then the parts "Why it matters", "Wrong" and "Right". An
//! example is one or more files of the content, each a fenced block with its kind and its path, as the cases of
//! `tests/suite` are written. `tests/explain.rs` runs them.

use super::Code;

/// What a finding means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What was found, and what would be right: paragraphs of Markdown.
    pub meaning: &'static str,
    /// What it would do to a reader of the site: paragraphs of Markdown.
    pub why: &'static str,
    /// Content that gives this finding and no other.
    pub wrong: Vec<ExampleFile>,
    /// The same content put right, which gives none.
    pub right: Vec<ExampleFile>,
}

/// A file of an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExampleFile {
    /// What it is: `md`, `yaml`, `bib`, `txt`, or `link` for a symbolic link that leads to the path in its text.
    pub kind: &'static str,
    /// Its path below `content/`.
    pub path: &'static str,
    /// Its text, the last line end included. `␦` stands for a byte that is not UTF-8.
    pub text: &'static str,
}

impl Code {
    /// What it means, at length.
    pub fn explanation(self) -> Explanation {
        let text = self.explanation_text();
        // A body in an example has headings of its own.
        let titles = ["\n## Why it matters", "\n## Wrong", "\n## Right"];
        let mut parts = Vec::new();
        let mut rest = text;
        for title in titles {
            let (part, after) = rest.split_once(title).unwrap_or((rest, ""));
            parts.push(part.trim());
            rest = after;
        }
        let part = |at: usize| parts.get(at).copied().unwrap_or_default();
        Explanation {
            meaning: part(0),
            why: part(1),
            wrong: files(part(2)),
            right: files(rest.trim()),
        }
    }
}

fn files(part: &'static str) -> Vec<ExampleFile> {
    let mut files = Vec::new();
    let mut rest = part;
    while let Some(at) = rest.find("```") {
        rest = &rest[at..];
        let fence = rest.len() - rest.trim_start_matches('`').len();
        let (fence, after) = rest.split_at(fence);
        let Some((head, body)) = after.split_once('\n') else { break };
        // A block may be empty, and its end stand right below its head.
        let end = if body.starts_with(fence) {
            Some(0)
        } else {
            body.find(&format!("\n{fence}")).map(|at| at + 1)
        };
        let Some(end) = end else { break };
        if let Some((kind, path)) = head.trim_end().split_once(' ') {
            files.push(ExampleFile { kind, path, text: &body[..end] });
        }
        rest = &body[end + fence.len()..];
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_read_into_its_files() {
        let part = "```txt a.txt\n```\n\n````md b.md\nx\n```\ny\n````";
        let files = files(part);
        assert_eq!(files[0], ExampleFile { kind: "txt", path: "a.txt", text: "" });
        assert_eq!(files[1], ExampleFile { kind: "md", path: "b.md", text: "x\n```\ny\n" });
        assert_eq!(files.len(), 2);
    }
}
