//! Places of a word: numbers in ascending order, as few characters as it takes.
//!
//! A list is written as the gaps between its numbers, or as bits if these are shorter. All characters stand for
//! themselves in a script's string. `search.js` reads them.

/// What a digit can be: the last of a number is one of 56 characters from `$` to `[`, the others are of 34 from `]`
/// to `~`.
const LAST: u32 = 56;
const OTHER: u32 = 34;

/// The mark of a list of bits. It is no digit.
const BITS: char = '#';

/// Numbers in ascending order.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    gaps: String,
    count: usize,
    /// The first number that may come next.
    next: u32,
}

impl Places {
    /// Adds a number that is greater than all before.
    pub(super) fn push(&mut self, place: u32) {
        push_number(&mut self.gaps, place - self.next);
        self.next = place + 1;
        self.count += 1;
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Appends the list in its shorter form.
    pub(super) fn write(&self, out: &mut String) {
        let first = self.all().next().unwrap_or(0);
        let bits = ((self.next - first) as usize).div_ceil(6) + 4;
        if bits >= self.gaps.len() {
            out.push_str(&self.gaps);
            return;
        }
        out.push(BITS);
        push_number(out, first);
        let (mut start, mut six) = (first, 0);
        for place in self.all() {
            while place >= start + 6 {
                out.push(of_six(six));
                (start, six) = (start + 6, 0);
            }
            six |= 1 << (place - start);
        }
        out.push(of_six(six));
    }

    fn all(&self) -> impl Iterator<Item = u32> {
        let (mut number, mut next) = (0, 0);
        self.gaps.bytes().filter_map(move |byte| {
            let byte = u32::from(byte);
            if byte > 92 {
                number = number * OTHER + byte - 92;
                return None;
            }
            let place = next + number * LAST + byte - 36;
            (number, next) = (0, place + 1);
            Some(place)
        })
    }
}

/// Six bits as a character.
pub(super) fn of_six(six: u8) -> char {
    char::from(six + if six < 56 { 36 } else { 37 })
}

fn push_number(out: &mut String, number: u32) {
    let mut others = [0; 8];
    let mut count = 0;
    let mut rest = number / LAST;
    while rest > 0 {
        rest -= 1;
        others[count] = (rest % OTHER) as u8;
        rest /= OTHER;
        count += 1;
    }
    out.extend(others[..count].iter().rev().map(|digit| char::from(digit + 93)));
    out.push(char::from((number % LAST) as u8 + 36));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(places: impl IntoIterator<Item = u32>) -> (String, Vec<u32>) {
        let mut list = Places::default();
        places.into_iter().for_each(|place| list.push(place));
        let mut out = String::new();
        list.write(&mut out);
        (out, list.all().collect())
    }

    #[test]
    fn what_is_written_is_read_again() {
        let far: Vec<u32> = vec![0, 1, 55, 56, 111, 2000, 2057, 200_000, 4_000_000_000];
        assert_eq!(written(far.iter().copied()).1, far);
        for number in 0..200_000 {
            assert_eq!(written([number]).1, [number]);
        }
    }

    #[test]
    fn a_small_gap_is_one_character_and_a_middling_one_two() {
        assert_eq!(written([3, 4, 60]).0, "'$[");
        assert_eq!(written([56]).0, "]$");
        assert_eq!(written([56 + 56 * 34 - 1]).0, "~[");
    }

    #[test]
    fn a_dense_list_is_written_as_bits() {
        let (text, places) = written((10..100).filter(|place| place % 7 != 0));
        assert_eq!(places.len(), 77);
        assert_eq!(text, "#.SCdcb`[SCdcb`[S");
    }

    #[test]
    fn all_characters_stand_for_themselves_in_a_string() {
        let (text, _) = written((0..100_000).map(|n| n * 41 + n % 7));
        let sixes: String = (0..64).map(of_six).collect();
        let is_plain = |c: char| ('#'..='~').contains(&c) && c != '\\';
        assert!(text.chars().chain(sixes.chars()).all(is_plain));
    }
}
