//! Kinds of characters in Chinese text, as far as mending and judging wording asks.
//!
//! In: characters. Out: answers. Refuses to know: sentences, what is right.

/// A Chinese character (〇 is one, 々 too).
pub fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9fff}' | '〇' | '々' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// A mark of Chinese text, in its full width; the quotes, dashes and dots which Chinese shares with Latin count.
pub fn is_mark(character: char) -> bool {
    matches!(character, '，' | '。' | '、' | '；' | '：' | '？' | '！' | '…' | '—' | '～')
        || opens(character)
        || closes(character)
}

/// Chinese, be it a character or a mark.
pub fn is_chinese(character: char) -> bool {
    is_han(character) || is_mark(character)
}

/// The first of two marks that go together, in its full width.
pub fn opens(character: char) -> bool {
    partner(character).is_some()
}

/// The second of two marks that go together, in its full width.
pub fn closes(character: char) -> bool {
    matches!(character, '”' | '’' | '》' | '〉' | '）' | '〕' | '】' | '」' | '』' | '］')
}

/// The mark that closes what this one opens.
pub fn partner(opening: char) -> Option<char> {
    Some(match opening {
        '“' => '”',
        '‘' => '’',
        '《' => '》',
        '〈' => '〉',
        '（' => '）',
        '〔' => '〕',
        '【' => '】',
        '「' => '」',
        '『' => '』',
        '［' => '］',
        _ => return None,
    })
}

/// A mark that ends a sentence.
pub fn ends_sentence(character: char) -> bool {
    matches!(character, '。' | '？' | '！' | '…')
}

/// A mark that parts words or clauses: no line begins with one (GB/T 15834-2011, 5.1.1).
pub fn is_point(character: char) -> bool {
    matches!(character, '，' | '。' | '、' | '；' | '：' | '？' | '！')
}

/// A blank of any width, but no end of a line.
pub fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

/// A number in Chinese characters, digit or power of ten.
pub fn is_han_number(character: char) -> bool {
    matches!(
        character,
        '一' | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '万'
            | '亿'
            | '零'
            | '〇'
    )
}

/// Words with which things are counted and measured, by their first character; behind a number they are no other word.
pub fn counts(character: char) -> bool {
    "年月日号个件项人次万亿元家户名条处时分秒岁吨亩公里米平宗场期类种份座台套辆户批级所间例笔倍册篇部本张只头季周天届%"
        .contains(character)
}
