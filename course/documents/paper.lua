-- Fits a document's HTML to paper: the title goes into the metadata, sections begin at heading 1.
-- HTML needs its h1 in the text; on paper the title has a style of its own, and no writer may show it twice.
function Header(header)
  if header.level == 1 then return {} end
  header.level = header.level - 1
  header.identifier = ""
  return header
end

-- A section is its heading and what follows; a block around it would keep typst from breaking pages well.
local logo
function Div(div)
  local style = div.attributes["custom-style"]
  if style == "Logo" and FORMAT == "typst" then
    div:walk({ Image = function(image) logo = image end })
    return {}
  end
  if style and FORMAT == "typst" then
    local blocks = pandoc.Blocks({ pandoc.RawBlock("typst", "#" .. style:lower() .. "[") })
    blocks:extend(div.content)
    blocks:insert(pandoc.RawBlock("typst", "]"))
    return blocks
  end
  if not style then return div.content end
end

-- A sentence that leads to a list or a table stays on its page.
function Blocks(blocks)
  for place, block in ipairs(blocks) do
    local after = blocks[place + 1]
    if block.t == "Para" and after and (after.t == "BulletList" or after.t == "OrderedList") then
      blocks[place] = pandoc.Div({ block }, pandoc.Attr("", {}, { ["custom-style"] = "Lead" }))
    end
  end
  return blocks
end

local passes = { { Blocks = Blocks }, { Header = Header, Div = Div } }

if FORMAT == "typst" then
  -- typst reads signs at the start of any block as a heading or a list; pandoc guards paragraphs only.
  local function guarded(block)
    local first = block.content[1]
    if first and first.t == "Str" and first.text:match("^[=+/%-%d]") then
      block.content:insert(1, pandoc.RawInline("typst", "#[]"))
    end
    return block
  end

  -- …and hyphens as dashes, minus signs or no signs at all, and three full stops as one: what was written stays.
  local escaped = { ["\1"] = "\\-", ["\2"] = "\\." }
  local function plain(text)
    local marked = text.text:gsub("%.%.%.", "\2..")
    if marked:find("%-[%d?%-]") then marked = marked:gsub("%-", "\1") end
    if marked == text.text then return nil end
    local parts = pandoc.Inlines({})
    for words, sign in (marked .. "\3"):gmatch("([^\1\2\3]*)([\1\2\3])") do
      if words ~= "" then parts:insert(pandoc.Str(words)) end
      if escaped[sign] then parts:insert(pandoc.RawInline("typst", escaped[sign])) end
    end
    return parts
  end

  -- A row stays on one page, unless a cell is so long that it might not fit on any.
  local longest_whole = 900
  local function together(grid)
    local longest = 0
    grid:walk({ Plain = function(cell) longest = math.max(longest, #pandoc.utils.stringify(cell)) end })
    if longest > longest_whole then return nil end
    return pandoc.Blocks({
      pandoc.RawBlock("typst", "#[#set table.cell(breakable: false)"), grid, pandoc.RawBlock("typst", "]"),
    })
  end

  -- The logo goes before the title, which is the template's.
  local function letterhead(meta)
    if not logo then return nil end
    local said = pandoc.utils.stringify(logo.caption):gsub('[\\"]', "\\%0")
    local width = tonumber(logo.attributes.width) * 0.75
    meta.logo = pandoc.RawInline("typst", string.format('image("%s", alt: "%s", width: %.2fpt)', logo.src, said, width))
    return meta
  end

  passes[5] = { Meta = letterhead }
  passes[3] = { Plain = guarded, Para = guarded, Header = guarded }
  passes[4] = { Table = together, Str = plain }
end

return passes
