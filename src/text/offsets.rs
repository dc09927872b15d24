//! Byte positions → Unicode scalar positions, made in one place on the way out.

/// Translates byte positions of one text into scalar positions. Ask in rising order and the text is walked once.
pub struct ScalarOffsets<'t> {
    text: &'t str,
    byte: usize,
    scalar: u32,
}

impl<'t> ScalarOffsets<'t> {
    pub const fn new(text: &'t str) -> Self {
        Self { text, byte: 0, scalar: 0 }
    }

    /// Number of scalar values before byte position `byte`, which must be a character border (the end if beyond it).
    pub fn scalar(&mut self, byte: usize) -> u32 {
        let byte = byte.min(self.text.len());
        if byte < self.byte {
            (self.byte, self.scalar) = (0, 0);
        }
        // A scalar value begins at every byte that is not a UTF-8 continuation byte.
        let passed = &self.text.as_bytes()[self.byte..byte];
        self.scalar += passed.iter().filter(|b| (**b as i8) >= -0x40).count() as u32;
        self.byte = byte;
        self.scalar
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalar_positions_count_characters() {
        let text = "Hội nghi\u{323} ✓ 𝒜!";
        let mut offsets = ScalarOffsets::new(text);
        for (scalar, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(offsets.scalar(byte), scalar as u32);
        }
        assert_eq!(offsets.scalar(text.len()), text.chars().count() as u32);
        assert_eq!(offsets.scalar(0), 0);
    }
}
