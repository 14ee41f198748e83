// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/tokenizer/rules.h"

namespace descant::metrics {

const PatternNames& tokenRuleNames()
{
    static const PatternNames names{
        {"Blank", u"[ \t\u00a0\u2000-\u200a\u3000]"},
        {"Break", u"(\r|\r?\n|[\u000b\u000c\x85\u2028\u2029])"},
        {"BlankOrBreak", u"({Blank}|{Break})"},
        {"Apostrophe", u"(['\x92\u2019]|&apos;)"},
        {"AnyApostrophe", u"(['\x92\u2019`\x91\u2018\u201b]|&apos;)"},
        {"Let", u"({Letter}|&[aeiouAEIOU](acute|grave|uml);)"},
        {"LetOrDigit", u"({Let}|{Digit})"},
        {"Word", u"{Let}{LetOrDigit}*([.!?]{Let}{LetOrDigit}*)*"},
        {"Clitic", u"{Apostrophe}([msdMSD]|re|ve|ll)"},
        {"Not", u"n{AnyApostrophe}t"},
        {"TagName", u"[A-Za-z][A-Za-z0-9_:.\\-]*"},
        {"Tag",
         u"<([!?][A-Za-z\\-][^>\r\n]*"
         u"|{TagName}({Blank}+{TagName}({Blank}*={Blank}*('[^']*'|\"[^\"]*\"))?)*{Blank}*/?"
         u"|/{TagName}){Blank}*>"},
        {"LongAcronym", u"([A-Za-z](.[A-Za-z])+|{Country})"},
        {"Acronym", u"([A-Za-z](.[A-Za-z])*|{Country})"},
        {"Country", u"((Canada|Sino|Korean|EU|Japan|non)-U.S|U.S.-(U.K|U.S.S.R))"},
        {"Month", u"(jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec)"},
        {"Day", u"(mon|tue|tues|wed|thu|thurs|fri)"},
        {"State",
         u"(ala|ariz|[A]z|[A]rk|calif|colo|conn|ct|dak|[D]el|fla|ga|[I]ll|ind|kans?|ky|[L]a|[M]ass|md|mich|minn|[M]iss|"
         u"mo"
         u"|mont|neb|nev|okla|[O]re|[P]a|penn|tenn|[T]ex|va|vt|[W]ash|wisc?|wyo)"},
        {"Company", u"(inc|cos?|corp|pp?tys?|pp?tes?|ltd|plc|rt|bancorp|bhd|assn|univ|intl|sys)"},
        {"Person", u"(jr|sr|bros|(ed|ph).d|blvd|rd|esq)"},
        {"Abbreviation", u"({Month}|{Day}|{State}|{Company}|tel|est|ext|sq|{Person}|etc|al|seq|bldg)."},
        {"Title",
         u"(mr|mrs|ms|[M]iss|drs?|profs?|sens?|reps?|attys?|lt|col|gen|messrs|govs?|adm|rev|maj|sgt|cpl|pvt|capt|ste?|"
         u"ave"
         u"|pres|lieut|hon|brig|co?mdr|pfc|spc|supts?|det|mt|ft|adj|adv|asst|assoc|ens|insp|mlle|mme|msgr|sfc)"},
        {"OtherAbbreviation", u"({Title}|vs|alex|wm|jos|cie|a.k.a|cf|treas|ph|{Acronym}|invt|elec|natl|mfg|mtg|dept)."},
        {"NumberedAbbreviation", u"(ca|figs?|prop|nos?|art|bldg|pp|op)."},
        {"SentenceStart",
         u"([A]bout|[A]ccording|[A]dditionally|[A]fter|[A]n|[A]|[A]s|[A]t|[B]ut|[E]arlier|[H]e|[H]er|[H]ere|[H]owever|["
         u"I]f"
         u"|[I]n|[I]t|[L]ast|[M]any|[M]ore|[M]r.|[M]s.|[N]ow|[O]nce|[O]ne|[O]ther|[O]ur|[S]he|[S]ince|[S]o|[S]ome|[S]"
         u"uch"
         u"|[T]hat|[T]he|[T]heir|[T]hen|[T]here|[T]hese|[T]hey|[T]his|[W]e|[W]hen|[W]hile|[W]hat|[Y]et|[Y]ou)"},
        {"NotAddress", u"[^ \t\n\u000c\r\"<>|(){}]"},
        {"AddressEnd", u"[^ \t\n\u000c\r\"<>|.!?(){},\\-]"},
        {"Address",
         u"((www.([^ \t\n\u000c\r\"<>|.!?(){},]+.)+[A-Za-z]{2,4}"
         u"|([^ \t\n\u000c\r\"`'<>|.!?(){},-_$]+.)+(com|net|org|edu))"
         u"(/[^ \t\n\u000c\r\"<>|()]+{AddressEnd})?)"},
        {"Mail",
         u"<?[A-Za-z0-9][^ \t\n\u000c\r\"<>|(){}\u00a0]*@([^ \t\n\u000c\r\"<>|(){}.\u00a0]+.)*"
         u"[^ \t\n\u000c\r\"<>|(){}.\u00a0]+>?"},
        {"Phone",
         u"((\\([0-9]{2,3}\\)[ \u00a0]?|(\\+\\+?)?([0-9]{2,4}[\\- \u00a0])?[0-9]{2,4}[\\- \u00a0])"
         u"[0-9]{3,4}[\\- \u00a0]?[0-9]{3,5}|((\\+\\+?)?[0-9]{2,4}.)?[0-9]{2,4}.[0-9]{3,4}.[0-9]{3,5})"},
        {"Smiley", u"[<>]?[:;=][\\-o*']?[()DPdpO\\\\{@|\\[\\]]"},
        {"AsianSmiley",
         u"([\\^x=~<>].[\\^x=~<>]|[\\-\\^x=~<>']_[\\-\\^x=~<>']|\\([\\-\\^x=~<>'][_.]?[\\-\\^x=~<>']\\))"},
        {"SlashPart", u"[A-Za-z0-9]+(-[A-Za-z]+){0,2}"},
        {"FileEnding",
         u"(bat|bmp|c|class|cgi|cpp|dll|docx?|exe|gif|gz|h|html?|jar|java|jpeg|jpg|mov|mp3|pdf|php|pl|png|pptx?|ps|py|"
         u"sql"
         u"|tar|txt|wav|x|xml|zip)"},
        {"Hyphened", u"[A-Za-z0-9][A-Za-z0-9.,\u00ad]*(-([A-Za-z0-9\u00ad]+|{LongAcronym}.))+"},
        {"HyphenSign", u"[\\-_\u058a\u2010\u2011]"},
        {"ThingUnit", u"({PlainLetter}|{Digit})"},
        {"ThingPart", u"([dDoOlL]{Apostrophe}{ThingUnit})?{ThingUnit}+"},
        {"Thing", u"{ThingPart}({HyphenSign}{ThingPart})*"},
        {"ApostropheWord",
         u"{Apostrophe}n{Apostrophe}?|[ldjLDJ]{Apostrophe}|Dunkin{Apostrophe}|somethin{Apostrophe}|ol{Apostrophe}"
         u"|{Apostrophe}em|[A-HJ-XZn]{AnyApostrophe}{PlainLetter}{2}{PlainLetter}*|{Apostrophe}[2-9]0s|{Apostrophe}"
         u"till?"
         u"|{PlainLetter}+[aeiouyAEIOUY]{AnyApostrophe}[aeiouA-Z]{PlainLetter}*|{Apostrophe}cause|cont'd.?|'twas|nor'"
         u"easter|c'mon|e'er"
         u"|s'mores|ev'ry|li'l|nat'l|O{Apostrophe}o"},
    };
    return names;
}

const std::vector<TokenRule>& tokenRules()
{
    using enum TokenForm;
    static const std::vector<TokenRule> rules{
        {u"c\\+\\+", u""},
        {u"[cCfF]#", u""},
        {u"cannot", u"", GivesBack, u"", 3},
        {u"'twas", u"", GivesBack, u"", 3},
        {u"'tis", u"", GivesBack, u"", 2},
        {u"gonna|gotta|lemme|gimme|wanna", u"", GivesBack, u"", 2},
        {u"{Tag}", u"", Joined},
        {u"[\u2013\u2014\u2015\x96\x97]|&(mdash|ndash|MD);", u"", Fixed, u"--"},
        {u"&amp;", u"", Fixed, u"&"},
        {u"&(HT|TL|UR|LR|QC|QL|QR|odq|cdq|#[0-9]+);", u""},
        {u"{Word}", u"{Clitic}", Word},
        {u"[A-Za-z\u00ad]*[A-MO-Za-mo-z]\u00ad*", u"{Not}", Word},
        {u"{Word}", u"", Word},
        {u"{ApostropheWord}", u""},
        {u"y{Apostrophe}", u"{Letter}"},
        {u"https?://{NotAddress}+{AddressEnd}", u""},
        {u"{Address}", u""},
        {u"{Mail}", u""},
        {u"@[A-Za-z_][A-Za-z_0-9]*", u""},
        {u"#{Let}+", u""},
        {u"{Clitic}", u"[^A-Za-z]", Quotes},
        {u"{Not}", u"[^A-Za-z]", Quotes},
        {u"{Digit}{1,2}[\\-/]{Digit}{1,2}[\\-/]{Digit}{2,4}", u""},
        {u"[+\\-]?({Digit}+|{Digit}*([.:,\u00ad\u066b\u066c]{Digit}+)+)", u"", Word},
        {u"[\u207a\u207b\u208a\u208b]?([\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+|[\u2080-\u2089]+)", u""},
        {u"({Digit}{1,4}[\\- \u00a0])?{Digit}{1,4}(\\\\?/|\u2044){Digit}{1,4}", u"", Joined},
        {u"[\u00bc-\u00be\u2153-\u215e]", u"", Fraction},
        {u"-(RRB|LRB|RCB|LCB|RSB|LSB)-|[C].[D].s|pro-|anti-|S(&|&amp;)P-500|S(&|&amp;)Ls|Cap{Apostrophe}n|c{Apostrophe}"
         u"est",
         u""},
        {u"{SlashPart}(\\\\?/{SlashPart}){1,2}", u""},
        {u"[A-Z]*\\$|#", u""},
        {u"\u00a2", u"", Fixed, u"cents"},
        {u"\u00a3", u"", Fixed, u"#"},
        {u"[\u20ac\u00a4\x80\u20a0]", u"", Fixed, u"$"},
        {u"[\u00a5\u20a4\u060b\u0e3f\uff04\uffe0\uffe1\uffe5\uffe6]", u""},
        {u"{Acronym}.", u"{BlankOrBreak}+({SentenceStart}|{Tag}){BlankOrBreak}", FinalAbbreviation},
        {u"{NumberedAbbreviation}", u"{BlankOrBreak}?{Digit}"},
        {u"(pte|pty|co).", u"{Blank}(ltd|lim)"},
        {u"{Abbreviation}", u"{BlankOrBreak}({BlankOrBreak}|{Capital}|{Tag})", FinalAbbreviation},
        {u"{Abbreviation}", u"[^][^]"},
        {u"{Abbreviation}", u"", FinalAbbreviation},
        {u"{OtherAbbreviation}", u""},
        {u"{Country}", u"{BlankOrBreak}"},
        {u"{Apostrophe}[0-9][0-9]", u"{BlankOrBreak}"},
        {u"{LetOrDigit}+(.{LetOrDigit}+)*.{FileEnding}", u"({BlankOrBreak}|[.?!,])"},
        {u"{Word}.", u"[,;:\u3001]"},
        {u"{Phone}", u"", Brackets},
        {u"\"|&quot;", u"[A-Za-z0-9$]", Fixed, u"``"},
        {u"\"|&quot;", u"", Fixed, u"''"},
        {u"<|&lt;", u"", Fixed, u"<"},
        {u">|&gt;", u"", Fixed, u">"},
        {u"{Smiley}", u"[^A-Za-z0-9]", Brackets},
        {u"{AsianSmiley}", u"", Brackets},
        {u"\\{", u"", Fixed, u"-LCB-"},
        {u"\\}", u"", Fixed, u"-RCB-"},
        {u"\\[", u"", Fixed, u"-LSB-"},
        {u"\\]", u"", Fixed, u"-RSB-"},
        {u"\\(", u"", Fixed, u"-LRB-"},
        {u"\\)", u"", Fixed, u"-RRB-"},
        {u"-", u""},
        {u"--", u""},
        {u"---|----", u"", Fixed, u"--"},
        {u"-----+", u""},
        {u"...|....|.....|(.[ \u00a0]){2,4}.|[\x85\u2026]", u"", Fixed, u"..."},
        {u"@+|#+|_+", u""},
        {u"\\*+", u""},
        {u"[,;:\u3001]", u""},
        {u"[?!]+", u""},
        {u"[.\u00a1\u00bf\u037e\u0589\u061f\u06d4\u0700-\u0702\u07fa\u3002]", u""},
        {u"=", u""},
        {u"/", u""},
        {u"({Hyphened}|{Thing}).", u"[,;:\u3001]", Word},
        {u"{Hyphened}", u"", Word},
        {u"{Thing}", u"", Word},
        {u"[A-Z]+(([+&]|&amp;)[A-Z]+)+", u""},
        {u"'", u"[A-Za-z][^ \t\n\r\u00a0]", Fixed, u"`"},
        {u"{Clitic}", u"", Quotes},
        {u"{Not}", u"", Quotes},
        {u"[\x91-\x94\u2018-\u201f\u00ab\u00bb\u2039\u203a`]{1,2}|''?|&apos;", u"", QuoteMarks},
        {u"<<|>>", u""},
        {u"{Symbol}", u""},
        {u"{Blank}+", u"", Nothing},
        {u"{Break}", u"", LineBreak},
        {u"&nbsp;", u"", Nothing},
        {u"[^]", u"", Nothing},
    };
    return rules;
}

} // namespace descant::metrics
