//! Chance for tests that play offices: the same each time.

/// Throws numbers (xorshift).
pub struct Dice(u64);

impl Dice {
    /// Dice that begin with anything but nought.
    pub fn new(seed: u64) -> Self {
        Dice(seed)
    }

    /// A number below `most`.
    pub fn any(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most as u64) as usize
    }

    /// One of these.
    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.any(of.len())]
    }
}
