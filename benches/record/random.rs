//! Numbers that look random and are the same each time: `SplitMix64`.

/// The numbers of one thing.
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    /// Starts with the kind of a thing and its ordinal.
    pub(crate) fn of(kind: &str, at: usize) -> Self {
        let seed = kind.bytes().fold(0xcbf2_9ce4_8422_2325, |seed: u64, byte| {
            (seed ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self(seed ^ (at as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    pub(crate) fn is_one_in(&mut self, chances: u64) -> bool {
        self.below(chances) == 0
    }

    pub(crate) fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize]
    }

    /// A number below `end`, a small one more often: a few countries have most operations.
    pub(crate) fn skewed(&mut self, end: usize) -> usize {
        (self.below(end as u64) * (1 + self.below(end as u64)) / end as u64) as usize
    }
}
