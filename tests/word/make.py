"""Makes the documents of this folder anew: python3 make.py (python-docx and LibreOffice needed for the first two).

All texts, names and figures are invented; telephone numbers cannot be called.
"""
import io, subprocess, sys, tempfile, zipfile, struct, zlib
from pathlib import Path

HERE = Path(__file__).parent
LEAD = "针对老年人吃饭难，临湖区从今年4月起建设社区老年助餐服务网，让老人走得到、吃得起、吃得好。"
POINTS = [
    ("一是布点不求大。", "建设中心厨房3个、社区助餐点46个，步行15分钟以内覆盖率达到87%。"),
    ("二是价格分三档。", "80岁以上老人每餐补助5元，特困老人免费，其他老人按成本收费。"),
]
ROWS = [["事项", "改革前", "改革后"], ["助餐点", "11个", "46个"], ["日供餐", "420份", "2960份"]]
END = "运行半年，累计供餐38.6万份，老人满意度为96.2%。"
TITLE = "临湖区建成社区老年助餐服务网"


def png():
    """A grey picture of 24 by 16 pixels."""
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + bytes((x * 10) % 256 for x in range(24)) for _ in range(16))
    head = struct.pack(">IIBBBBB", 24, 16, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def python_docx():
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    d = docx.Document()
    form = d.add_table(rows=0, cols=4)
    for row in [("标题", TITLE, "供稿单位", "市民政局"), ("报送日期", "2016-11-16", "类型", "信息"),
                ("审签人", "柏承川", "审签职务", "局长"), ("审签日期", "2016年11月15日", "联络员", "尹怀瑾"),
                ("电话", "0000-1234513", "关键词", "养老服务、社区治理")]:
        for cell, text in zip(form.add_row().cells, row):
            cell.text = text
    d.add_paragraph(TITLE, style="Title")
    d.add_paragraph(LEAD)
    d.add_heading("一、主要做法", 1)
    for bold, text in POINTS:
        p = d.add_paragraph()
        p.add_run(bold).bold = True
        p.add_run(text)
    d.add_paragraph("就近就便", style="List Bullet")
    d.add_paragraph("量力而行", style="List Bullet")
    d.add_paragraph("先试点", style="List Number")
    d.add_paragraph("再推开", style="List Number")
    d.add_heading("二、初步成效", 1)
    table = d.add_table(rows=0, cols=3)
    for row in ROWS:
        for cell, text in zip(table.add_row().cells, row):
            cell.text = text
    d.add_paragraph().add_run().add_picture(io.BytesIO(png()))
    properties = d.inline_shapes[0]._inline.docPr
    properties.set("descr", "柱状图：各月供餐份数")
    d.add_paragraph(END + "其中5*3=15、a_b、<注>、#1均为原样。")
    p = d.add_paragraph("（市民政局、临湖区）")
    p.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    out = io.BytesIO()
    d.save(out)
    settled(HERE / "python-docx.docx", out.getvalue())


HTML = f"""<html><head><meta charset="utf-8"></head><body>
<p align="center"><font size="6">{TITLE}</font></p>
<p>{LEAD}</p>
<h2>一、主要做法</h2>
{"".join(f"<p><b>{bold}</b>{text}</p>" for bold, text in POINTS)}
<ul><li>就近就便<ul><li>一刻钟</li></ul></li><li>量力而行</li></ul>
<ol><li>先试点</li><li>再推开</li></ol>
<h2>二、初步成效</h2>
<table border="1">{"".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in ROWS)}</table>
<p>{END}详见<a href="https://gaige.example/a?b=1&amp;c=2">网页</a>。<br>另行说明。</p>
<p>供稿单位：市民政局　　联络员：尹怀瑾　电话：0000-1234513</p>
<p>审签：柏承川（局长）2016年11月15日</p>
<p align="right">2016年11月16日</p>
</body></html>"""


def libreoffice():
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        (folder / "a.html").write_text(HTML, encoding="utf-8")
        for source, target in [("a.html", "odt:writer8"), ("a.odt", "docx:MS Word 2007 XML")]:
            subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
                            target, "--outdir", str(folder), *(["--infilter=HTML (StarWriter)"] if source == "a.html" else []),
                            str(folder / source)], check=True, stdout=subprocess.DEVNULL)
        settled(HERE / "libreoffice.docx", (folder / "a.docx").read_bytes())


def wps():
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    names = (f'xmlns:w="{w}" xmlns:r="{office}/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
             'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
             'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
             'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
             'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
             'xmlns:wpsCustomData="http://www.wps.cn/officeDocument/2013/wpsCustomData" mc:Ignorable="wpsCustomData"')
    font = '<w:rFonts w:hint="eastAsia" w:ascii="仿宋_GB2312" w:eastAsia="仿宋_GB2312"/>'
    r = lambda t, pr="": f'<w:r><w:rPr>{font}{pr}<w:sz w:val="32"/></w:rPr><w:t xml:space="preserve">{t}</w:t></w:r>'
    p = lambda inner, pr="": f'<w:p><w:pPr>{pr}</w:pPr>{inner}</w:p>'
    num = lambda level, t: p(r(t), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')
    title = ('<w:r><w:rPr><w:rFonts w:hint="eastAsia" w:eastAsia="方正小标宋简体"/><w:sz w:val="44"/></w:rPr><w:t>{}</w:t></w:r>')
    centre = '<w:jc w:val="center"/>'
    cell = lambda t: f'<w:tc><w:tcPr><w:tcW w:w="2800" w:type="dxa"/></w:tcPr>{p(r(t))}</w:tc>'
    box = p(r("小贴士：助餐点电话印在助餐卡背面。"))
    body = (
        p(title.format("临湖区建成社区"), centre) + p(title.format("老年助餐服务网"), centre) + p("")
        + p(r("　　" + LEAD))
        + num(0, "主要做法") + num(1, "布点不求大") + p(r("　　") + r(POINTS[0][0], "<w:b/>") + r(POINTS[0][1]))
        + num(1, "价格分三档") + p(r("　　") + r(POINTS[1][0], "<w:b/>") + r(POINTS[1][1] + "")
            + '<w:r><w:footnoteReference w:id="2"/></w:r>')
        + num(0, "初步成效")
        + "<w:tbl>" + "".join("<w:tr>" + "".join(map(cell, row)) + "</w:tr>" for row in ROWS) + "</w:tbl>"
        + p('<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:docPr id="3" name="文本框 1"/>'
            f'<a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>{box}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData>'
            '</a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml">'
            f'<v:textbox><w:txbxContent>{box}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>'
            + r("　　" + END))
        + p('<w:r><w:drawing><wp:inline><wp:docPr id="1" name="图片 1" descr="C:\\\\Users\\\\yhj\\\\Desktop\\\\供餐.png"/><a:graphic><a:graphicData>'
            '<pic:pic><pic:blipFill><a:blip r:embed="rId3"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>')
        + p(r("审 签 人：柏承川　　职务：局长　　审签日期：2016.11.15"))
        + p(r("联 络 员：尹怀瑾　　联系电话：0000-1234513"))
        + p(r("　　　　　　　　　　　　　　　　　市民政局")) + p(r("　　　　　　　　　　　　　　　　　二〇一六年十一月十六日"))
    )
    level = lambda at, text: (f'<w:lvl w:ilvl="{at}" w:tentative="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
                              f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>')
    style = lambda id, name, more="": f'<w:style w:type="paragraph" w:styleId="{id}"{more}><w:name w:val="{name}"/></w:style>'
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
            f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/>'
            f'<Override PartName="/word/styles.xml" ContentType="{kind}.styles+xml"/>'
            f'<Override PartName="/word/numbering.xml" ContentType="{kind}.numbering+xml"/>'
            f'<Override PartName="/word/footnotes.xml" ContentType="{kind}.footnotes+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
            f'Type="{office}/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "docProps/custom.xml": '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
            'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property '
            'fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="KSOProductBuildVer"><vt:lpwstr>2052-12.1.0.15120'
            '</vt:lpwstr></property></Properties>',
        "customXml/item1.xml": '<s:customData xmlns="http://www.wps.cn/officeDocument/2013/wpsCustomData" '
            'xmlns:s="http://www.wps.cn/officeDocument/2013/wpsCustomData"/>',
        "word/document.xml": f"<w:document {names}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{office}/relationships/styles" Target="styles.xml"/>'
            f'<Relationship Id="rId2" Type="{office}/relationships/numbering" Target="numbering.xml"/>'
            f'<Relationship Id="rId3" Type="{office}/relationships/image" Target="media/image1.png"/>'
            f'<Relationship Id="rId4" Type="{office}/relationships/footnotes" Target="footnotes.xml"/></Relationships>',
        "word/styles.xml": f"<w:styles {names}>" + style("1", "Normal", ' w:default="1"') + style("2", "heading 1")
            + '<w:style w:type="character" w:default="1" w:styleId="5"><w:name w:val="Default Paragraph Font"/></w:style></w:styles>',
        "word/numbering.xml": f'<w:numbering {names}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
            + level(0, "%1、") + level(1, "（%2）") + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
        "word/footnotes.xml": f'<w:footnotes {names}><w:footnote w:type="separator" w:id="0">{p("<w:r><w:separator/></w:r>")}</w:footnote>'
            f'<w:footnote w:id="2">{p("<w:r><w:footnoteRef/></w:r>" + r("补助由区财政列支。"))}</w:footnote></w:footnotes>',
        "word/media/image1.png": png(),
    }
    pack(HERE / "wps.docx", [(name, (head + text).encode() if isinstance(text, str) else text) for name, text in parts.items()])


def settled(path, data):
    """The same parts, in the same order; entries bear no moment."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        pack(path, [(name, archive.read(name)) for name in archive.namelist()])


def pack(path, parts):
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)


for make in [python_docx, libreoffice, wps]:
    if len(sys.argv) < 2 or make.__name__ in sys.argv[1:]:
        make()
