//! Texts built by hand, block by block.

use crate::model::document::{Alignment, Image, List, ListItem, Table};
use crate::model::{Block, BlockKind, Document, Inline, InlineKind, Span};

pub fn document(blocks: Vec<Block>) -> Document {
    Document { blocks }
}

pub fn block(kind: BlockKind) -> Block {
    Block { kind, span: Span::default() }
}

pub fn inline(kind: InlineKind) -> Inline {
    Inline { kind, span: Span::default() }
}

pub fn text(text: &str) -> Inline {
    inline(InlineKind::Text(text.into()))
}

pub fn paragraph(words: &str) -> Block {
    block(BlockKind::Paragraph(vec![text(words)]))
}

pub fn heading(level: u8, words: &str) -> Block {
    block(BlockKind::Heading(level, vec![text(words)]))
}

pub fn image(source: &str, alt: &str) -> Inline {
    inline(InlineKind::Image(Image { source: source.into(), alt: alt.into() }))
}

pub fn note_ref(label: &str) -> Inline {
    inline(InlineKind::FootnoteRef(label.into()))
}

pub fn note(label: &str, words: &str) -> Block {
    block(BlockKind::Footnote(label.into(), vec![paragraph(words)]))
}

pub fn list(start: Option<u64>, items: &[(Option<bool>, &str)]) -> Block {
    let item = |&(task, words): &(Option<bool>, &str)| ListItem { task, blocks: vec![paragraph(words)] };
    block(BlockKind::List(List { start, items: items.iter().map(item).collect() }))
}

pub fn table(rows: &[&[&str]]) -> Block {
    let row = |row: &&[&str]| row.iter().map(|cell| vec![text(cell)]).collect::<Vec<_>>();
    let mut all: Vec<_> = rows.iter().map(row).collect();
    let head = all.remove(0);
    let columns = (0..head.len()).map(|at| if at == 0 { Alignment::Left } else { Alignment::Right }).collect();
    block(BlockKind::Table(Table { columns, head, rows: all }))
}

/// A text in which everything occurs that a text can hold.
pub fn rich() -> Document {
    let strong = inline(InlineKind::Strong(vec![text("注意：")]));
    let link = |address: &str, words: &str| inline(InlineKind::Link(address.into(), vec![text(words)]));
    document(vec![
        paragraph(
            "为进一步落实国务院和省政府简政放权、放管结合、优化服务改革措施，我市以推进重大项目建设和提升政务服务质量为重点，探索开展政务服务第三方评价，不断提升政务服务质量，为“放管服”改革落实出实招。",
        ),
        heading(2, "（一）主要做法"),
        block(BlockKind::Paragraph(vec![
            strong,
            text("制定出台了《昆明市政务服务综合评价体系建设工作实施方案》"),
            note_ref("fa"),
            text("，见"),
            link("https://www.km.gov.cn/改革?a=1&b=2", "市政府网站"),
            text("和"),
            link("附件.docx", "附件"),
            text("；旧办法"),
            inline(InlineKind::Strike(vec![text("同时施行")])),
            text("，"),
            inline(InlineKind::Emphasis(vec![text("重点")])),
            text("在落实"),
            note_ref("b"),
            text("。"),
            inline(InlineKind::Break),
            text("代码"),
            inline(InlineKind::Code("a<b".into())),
        ])),
        heading(4, "1.完成情况"),
        table(&[
            &["单位", "应办事项（件）", "已办结（件）", "群众满意率", "平均用时（工作日）"],
            &["市发展和改革委员会", "1284", "1279", "99.6%", "3.2"],
            &["市住房和城乡建设局", "967", "960", "99.1%", "4.8"],
        ]),
        list(None, &[(Some(true), "出台方案"), (Some(false), "开展首轮评价"), (None, "公布结果")]),
        list(Some(3), &[(None, "第三步"), (None, "第四步")]),
        block(BlockKind::Quote(vec![paragraph("以企业为评价主体，在全市范围内开展独立的第三方评价。")])),
        block(BlockKind::Paragraph(vec![image("图.png", "评价工作流程图：受理、评价、公示、整改")])),
        block(BlockKind::Rule),
        block(BlockKind::Code("评价得分 = 满意度 × 0.6 + 规范度 × 0.4".into())),
        note("b", "据市政务服务局统计，截至2016年10月底。"),
        paragraph("五是实现成果转化，为领导决策提供智力支撑。在开展政务服务第三方评价过程中，同步开展综合评价。"),
        note("fa", "昆政办〔2016〕88号。"),
    ])
}
