//! Numbers as text, quicker than the formatting of the standard library: every record has a dozen.

/// Appends a whole number in decimal digits.
pub fn push_whole(number: u64, out: &mut String) {
    // The most that 64 bits hold has twenty digits.
    let mut digits = [b'0'; 20];
    let (mut at, mut rest) = (digits.len(), number);
    loop {
        at -= 1;
        digits[at] += (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.push_str(str::from_utf8(&digits[at..]).unwrap_or_default());
}

/// Appends a number as `{:?}` prints it: whole ones as "12.0".
pub fn push_float(number: f64, out: &mut String) {
    if number.fract() == 0.0 && (1.0..1e15).contains(&number) {
        push_whole(number as u64, out);
        out.push_str(".0");
    } else {
        out.push_str(&format!("{number:?}"));
    }
}

/// Appends two hex digits for each byte.
pub fn push_hex(bytes: &[u8], out: &mut String) {
    let digit = |n: u8| char::from(if n < 10 { b'0' + n } else { b'a' + n - 10 });
    for byte in bytes {
        out.push(digit(byte >> 4));
        out.push(digit(byte & 15));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(push: impl FnOnce(&mut String)) -> String {
        let mut out = String::from("=");
        push(&mut out);
        out
    }

    #[test]
    fn numbers_are_printed_as_the_standard_library_prints_them() {
        for number in [0, 1, 9, 10, 99, 100, 12_345, 999_999_999_999_999, u64::MAX] {
            assert_eq!(made(|out| push_whole(number, out)), format!("={number}"));
            assert_eq!(made(|out| push_float(number as f64, out)), format!("={:?}", number as f64));
        }
        for number in [-0.0, -1.0, 0.5, 9.3, 1e14, 1e15, 1e16, 1e300, f64::INFINITY] {
            assert_eq!(made(|out| push_float(number, out)), format!("={number:?}"));
        }
        assert_eq!(made(|out| push_hex(&[0, 9, 10, 0x5c, 255], out)), "=00090a5cff");
    }
}
