//! The word that was probably meant.

/// Returns the candidate that is most like `word`, if any is like enough to be worth naming.
///
/// Likeness is the number of letters that are wrong, missing, too many or swapped, compared without case; up to a third of the word may
/// differ, and one letter in the shortest, though never all of it. Of equals the first wins.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let length = word.chars().count();
    // No more than this may differ; less once something is found, since of equals the first wins.
    let mut allowed = (length / 3).max(1).min(length.saturating_sub(1));
    let mut found = None;
    for candidate in candidates {
        let candidate_length = candidate.chars().count();
        if candidate_length.abs_diff(length) > allowed {
            continue;
        }
        let distance = strsim::osa_distance(&word, &candidate.to_lowercase());
        if distance > allowed {
            continue;
        }
        found = Some(candidate);
        match distance.checked_sub(1) {
            Some(less) => allowed = less,
            None => break,
        }
    }
    found
}

/// "did you mean `x`?" for the candidate that [`nearest`] gives.
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    nearest(word, candidates).map(|candidate| format!("did you mean `{candidate}`?"))
}

/// The candidate that has all of `word` between its hyphens; of several the shortest.
///
/// So `radio-nowhere` leads to `2026-02-radio-nowhere`. A word of four letters, as a year, says too little.
pub fn longer<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.chars().count() < 5 {
        return None;
    }
    let has_all = |candidate: &&str| {
        candidate.match_indices(word).any(|(start, _)| {
            let (before, after) = (&candidate[..start], &candidate[start + word.len()..]);
            (before.is_empty() || before.ends_with('-'))
                && (after.is_empty() || after.starts_with('-'))
        })
    };
    candidates.into_iter().filter(has_all).min_by_key(|candidate| candidate.len())
}

/// The candidate that differs from `word` only in what writers do differently: capitals, and `_` or a space for `-`.
pub fn same_word<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = |word: &str| word.to_lowercase().replace(['_', ' '], "-");
    let mut same = candidates.into_iter().filter(|candidate| folded(candidate) == folded(word));
    same.next().filter(|_| same.next().is_none())
}

/// The candidate that is meant without doubt: the same word, or the only one that a single slip leads to.
pub fn certain<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str> + Clone,
) -> Option<&'a str> {
    same_word(word, candidates.clone()).or_else(|| {
        // In a short word one letter can make another word of it.
        let is_one_slip = |candidate: &&str| {
            candidate.chars().count() > 3 && strsim::damerau_levenshtein(word, candidate) == 1
        };
        let mut near = candidates.into_iter().filter(is_one_slip);
        near.next().filter(|_| near.next().is_none())
    })
}

#[cfg(test)]
mod tests {
    use super::{certain, longer, nearest, same_word};

    #[test]
    fn a_word_leads_to_the_shortest_one_that_has_all_of_it() {
        let slugs = ["2026-03-radio-nowhere-again", "2026-02-radio-nowhere", "radio-nowheres"];
        assert_eq!(longer("radio-nowhere", slugs), Some("2026-02-radio-nowhere"));
        assert_eq!(longer("again", slugs), Some("2026-03-radio-nowhere-again"));
        assert_eq!(longer("where", slugs), None);
        assert_eq!(longer("2026", slugs), None);
    }

    #[test]
    fn one_slip_in_a_long_word_is_certain_and_what_could_be_two_words_is_not() {
        let keys = ["title", "date", "stale-after", "note", "role", "roles"];
        assert_eq!(certain("tilte", keys), Some("title"));
        assert_eq!(certain("Title", keys), Some("title"));
        assert_eq!(certain("stale_after", keys), Some("stale-after"));
        assert_eq!(certain("stale after", keys), Some("stale-after"));
        assert_eq!(certain("ttle", keys), Some("title"));
        assert_eq!(certain("rle", keys), Some("role"));
        assert_eq!(certain("rolex", keys), None);
        assert_eq!(certain("tlte", keys), None);
        assert_eq!(certain("by", ["as", "be"]), None);
        assert_eq!(same_word("tilte", keys), None);
        assert_eq!(same_word("NOTE", ["note", "Note"]), None);
    }

    #[test]
    fn a_slip_of_the_finger_is_recognised_and_another_word_is_not() {
        let keys = ["title", "date", "countries"];
        assert_eq!(nearest("tilte", keys), Some("title"));
        assert_eq!(nearest("Countrys", keys), Some("countries"));
        assert_eq!(nearest("outlets", keys), None);
        assert_eq!(nearest("b", ["a"]), None);
    }
}
