//! The word that was probably meant.

/// Returns the candidate that is most like `word`, if any is like enough to be worth naming.
///
/// Likeness is Damerau-Levenshtein distance, letters compared without case; up to a third of the word may
/// differ, and one letter in the shortest. Of equals the first wins.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let allowed = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(word.len()) <= allowed * 4)
        .map(|candidate| (strsim::damerau_levenshtein(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// "did you mean `x`?" for the candidate that [`nearest`] gives.
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    nearest(word, candidates).map(|candidate| format!("did you mean `{candidate}`?"))
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_finger_is_recognised_and_another_word_is_not() {
        let keys = ["title", "date", "countries"];
        assert_eq!(nearest("tilte", keys), Some("title"));
        assert_eq!(nearest("Countrys", keys), Some("countries"));
        assert_eq!(nearest("outlets", keys), None);
    }
}
