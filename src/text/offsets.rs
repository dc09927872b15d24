//! Byte positions → Unicode scalar positions, made in one place on the way out.

/// Bytes between two places whose scalar position is kept.
const STRIDE: usize = 64;

/// Translates byte positions of one text into scalar positions; the text is walked once.
pub struct ScalarOffsets<'t> {
    text: &'t str,
    /// Scalar values before byte `n * STRIDE`.
    kept: Vec<u32>,
}

impl<'t> ScalarOffsets<'t> {
    pub fn new(text: &'t str) -> Self {
        let mut kept = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut count = 0;
        for chunk in text.as_bytes().chunks(STRIDE) {
            kept.push(count);
            count += scalars(chunk);
        }
        kept.push(count);
        Self { text, kept }
    }

    /// Number of scalar values before byte position `byte`, a character border (the end if beyond it).
    pub fn scalar(&self, byte: usize) -> u32 {
        let byte = byte.min(self.text.len());
        let n = byte / STRIDE;
        self.kept[n] + scalars(&self.text.as_bytes()[n * STRIDE..byte])
    }
}

/// A scalar value begins at every byte that is no UTF-8 continuation byte.
fn scalars(bytes: &[u8]) -> u32 {
    // At most a stride of bytes: the sum of eight bits does not run over, and many are counted at once.
    bytes.iter().map(|b| u8::from((*b as i8) >= -0x40)).sum::<u8>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalar_positions_count_characters() {
        let text = &"Hội nghi\u{323} ✓ 𝒜!".repeat(200);
        let offsets = ScalarOffsets::new(text);
        for (scalar, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(offsets.scalar(byte), scalar as u32);
        }
        assert_eq!(offsets.scalar(text.len()), text.chars().count() as u32);
        assert_eq!(offsets.scalar(0), 0);
    }
}
