//! Numbers as the formats of automatic numbering write them.
//!
//! In: a count and the name of a format (ISO/IEC 29500-1, 17.18.59). Out: text. Refuses to know: lists.

/// The number in that format; in digits where the format is none of those that occur in Chinese texts.
pub(super) fn written(count: u32, format: &str) -> String {
    match format {
        "none" => String::new(),
        "decimalZero" => format!("{count:02}"),
        "upperRoman" => roman(count),
        "lowerRoman" => roman(count).to_lowercase(),
        "upperLetter" => letter(count, b'A'),
        "lowerLetter" => letter(count, b'a'),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand" => counted(count, &SPOKEN),
        "chineseLegalSimplified" => counted(count, &LEGAL),
        "ideographLegalTraditional" => counted(count, &TRADITIONAL),
        "ideographDigital" | "taiwaneseDigital" | "japaneseDigitalTenThousand" | "koreanDigital2" => digits(count),
        "ideographTraditional" => one_of("甲乙丙丁戊己庚辛壬癸", count),
        "ideographZodiac" => one_of("子丑寅卯辰巳午未申酉戌亥", count),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => from('①', 20, count),
        "decimalEnclosedParen" => from('⑴', 20, count),
        "decimalEnclosedFullstop" => from('⒈', 20, count),
        "ideographEnclosedCircle" => from('㊀', 10, count),
        "ideographParenthesis" => from('㈠', 10, count),
        "decimalFullWidth" | "decimalFullWidth2" => count.to_string().chars().map(wide).collect(),
        "numberInDash" => format!("- {count} -"),
        _ => count.to_string(),
    }
}

/// Nought to nine, then ten, hundred, thousand, ten thousand, and whether ten is said without its one.
struct Words {
    digits: &'static str,
    units: [&'static str; 4],
    myriad: &'static str,
    short_ten: bool,
}

const SPOKEN: Words =
    Words {
        digits: "〇一二三四五六七八九", units: ["", "十", "百", "千"], myriad: "万", short_ten: true
    };
const LEGAL: Words =
    Words {
        digits: "零壹贰叁肆伍陆柒捌玖", units: ["", "拾", "佰", "仟"], myriad: "万", short_ten: false
    };
const TRADITIONAL: Words =
    Words {
        digits: "零壹貳參肆伍陸柒捌玖", units: ["", "拾", "佰", "仟"], myriad: "萬", short_ten: false
    };

fn counted(count: u32, words: &Words) -> String {
    let digit = |value: u32| words.digits.chars().nth(value as usize).unwrap_or('〇');
    if count == 0 {
        return digit(0).to_string();
    }
    if count >= 100_000_000 {
        return count.to_string();
    }
    if count >= 10_000 {
        let rest = count % 10_000;
        let gap = if rest > 0 && rest < 1000 { "零" } else { "" };
        let rest = if rest > 0 { counted(rest, &Words { short_ten: false, ..*words }) } else { String::new() };
        return format!("{}{}{gap}{rest}", counted(count / 10_000, words), words.myriad);
    }
    let mut text = String::new();
    let mut gap = false;
    for (place, unit) in words.units.iter().enumerate().rev() {
        let value = count / 10u32.pow(place as u32) % 10;
        if value == 0 {
            gap = !text.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            text.push(if words.short_ten { '零' } else { digit(0) });
        }
        if !(words.short_ten && text.is_empty() && place == 1 && value == 1) {
            text.push(digit(value));
        }
        text.push_str(unit);
    }
    text
}

fn digits(count: u32) -> String {
    let digit = |c: char| c.to_digit(10).and_then(|value| SPOKEN.digits.chars().nth(value as usize)).unwrap_or(c);
    count.to_string().chars().map(digit).collect()
}

fn one_of(signs: &str, count: u32) -> String {
    let sign = count.checked_sub(1).and_then(|at| signs.chars().nth(at as usize));
    sign.map_or_else(|| count.to_string(), String::from)
}

fn from(first: char, most: u32, count: u32) -> String {
    let sign = || char::from_u32(first as u32 + count - 1);
    (1..=most).contains(&count).then(sign).flatten().map_or_else(|| count.to_string(), String::from)
}

fn wide(digit: char) -> char {
    char::from_u32(digit as u32 + 0xfee0).unwrap_or(digit)
}

/// A, B … Z, AA, BB … as word processors count.
fn letter(count: u32, first: u8) -> String {
    let Some(at) = count.checked_sub(1).filter(|at| *at < 26 * 8) else { return count.to_string() };
    char::from(first + (at % 26) as u8).to_string().repeat(at as usize / 26 + 1)
}

fn roman(count: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..4000).contains(&count) {
        return count.to_string();
    }
    let mut rest = count;
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        for (count, format, expected) in [
            (1, "chineseCounting", "一"),
            (10, "chineseCounting", "十"),
            (12, "chineseCountingThousand", "十二"),
            (20, "japaneseCounting", "二十"),
            (105, "chineseCountingThousand", "一百零五"),
            (110, "chineseCountingThousand", "一百一十"),
            (1001, "chineseCountingThousand", "一千零一"),
            (10_010, "chineseCountingThousand", "一万零一十"),
            (12, "chineseLegalSimplified", "壹拾贰"),
            (20, "ideographDigital", "二〇"),
            (3, "ideographTraditional", "丙"),
            (11, "ideographTraditional", "11"),
            (3, "decimalEnclosedCircleChinese", "③"),
            (21, "decimalEnclosedCircle", "21"),
            (12, "decimalFullWidth", "１２"),
            (27, "lowerLetter", "aa"),
            (14, "upperRoman", "XIV"),
            (7, "decimalZero", "07"),
            (7, "hex", "7"),
            (0, "chineseCounting", "〇"),
        ] {
            assert_eq!(written(count, format), expected, "{count} {format}");
        }
        for count in [0, 1, 99, 4000, u32::MAX] {
            for format in ["upperRoman", "upperLetter", "chineseLegalSimplified", "ideographZodiac", "numberInDash"] {
                assert!(!written(count, format).is_empty());
            }
        }
    }
}
