// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of the action table. Order is the order in the menus.
#include "ui/support/action_rows.h"

#include <QtGlobal>

#include <array>

#define T(text) QT_TRANSLATE_NOOP("actions", text)

namespace descant::ui {
namespace {

using enum Needs;
using enum Held;

// One row a line: it is read as a table.
// clang-format off
constexpr std::array kRows = std::to_array<ActionSpecification>({
    // File
    {"file.new", T("New project…"), "", "Ctrl+N", Nothing, "File", T("Makes an empty project where you say."), "new-project"},
    {"file.openVideos", T("Open videos…"), "", "Ctrl+O", Nothing, "File", T("Adds videos to this project, or starts one with them."), "open-video"},
    {"file.openProject", T("Open project…"), "", "Ctrl+Shift+O", Nothing, "File", T("Opens a project that you made before."), "open-project"},
    {"file.save", T("Save project"), "", "Ctrl+S", Project, "-File", T("Every change is saved as you make it; this makes sure, and asks where to keep a project without a name."), "save"},
    {"file.saveAs", T("Save a copy as…"), "", "Ctrl+Shift+S", Project, "File", T("Writes a copy of this project and goes on in the copy."), "save"},
    {"file.import", T("Import corpus…"), "", "Ctrl+I", Nothing, "-File", T("Brings captions of any format into this project; shows first what would change."), "import"},
    {"file.export", T("Export corpus…"), "", "Ctrl+E", Project, "File", T("Writes captions in a format that you choose; shows first what it cannot hold."), "export"},
    {"file.splits", T("Assign splits…"), "", "Ctrl+T", Project, "File", T("Gives every video one of train, validate and test, so that nothing leaks; shows first what would change."), ""},
    {"file.release", T("Release…"), "", "Ctrl+Shift+E", Project, "File", T("Makes a corpus to give away, with manifest, datasheet and what changed since the last one."), ""},
    {"file.makePackage", T("Make work package…"), "", "", Project, "-File/Team work", T("Gives this project out as a file for somebody to go on with."), ""},
    {"file.makeBlindPackage", T("Make blind work package…"), "", "", Project, "File/Team work", T("Gives the segments out without texts and verdicts, for a second pass."), ""},
    {"file.mergePackages", T("Merge work packages…"), "", "", Project, "File/Team work", T("Brings work packages back; nothing that was written here is written over."), ""},
    {"file.findMissing", T("Find missing media…"), "", "", Project, "-File", T("Looks in a folder for videos that are no longer where the project says."), "missing"},
    {"file.close", T("Close project"), "", "Ctrl+W", Project, "File", T("Goes back to the start page; nothing is lost."), "close"},
    {"file.quit", T("Quit"), "", "Ctrl+Q", Nothing, "File", T("Leaves the program; nothing is lost."), ""},
    // Edit
    {"edit.undo", T("Undo"), "", "Ctrl+Z", Project, "Edit", T("Takes the last change back."), "undo", Repeats},
    {"edit.redo", T("Redo"), "", "Ctrl+Y Ctrl+Shift+Z", Project, "Edit", T("Makes the change again that was taken back."), "redo", Repeats},
    {"edit.text", T("Edit text"), "Return Enter", "F2", Segment, "-Edit", T("Puts the cursor into the text of the current segment."), "edit"},
    {"edit.leaveText", T("Leave text"), "", "Esc", Segment, "Edit", T("Goes from the text to the timeline and keeps what you wrote."), ""},
    {"edit.preferences", T("Preferences…"), "", "Ctrl+,", Nothing, "-Edit", T("Theme, size and your name."), "preferences"},
    // Playback
    {"play.toggle", T("Play or pause"), "Space", "Ctrl+Space F4", Medium, "Playback", T("Starts and stops the video."), "play"},
    {"play.segment", T("Play segment"), "R", "F5", Segment, "Playback", T("Plays the current segment from its start to its end."), ""},
    {"play.loop", T("Loop segment"), "Shift+R", "Shift+F5", Segment, "Playback", T("Plays the current segment again and again."), "loop"},
    {"play.before", T("Play before segment"), "Q", "", Segment, "-Playback/Edges", T("Plays the half second before the current segment."), ""},
    {"play.after", T("Play after segment"), "W", "", Segment, "Playback/Edges", T("Plays the half second after the current segment."), ""},
    {"play.first", T("Play first half second"), "E", "", Segment, "Playback/Edges", T("Plays the first half second of the current segment."), ""},
    {"play.last", T("Play last half second"), "D", "", Segment, "Playback/Edges", T("Plays the last half second of the current segment."), ""},
    {"play.slower", T("Slower or backward"), "J", "", Medium, "-Playback", T("Each press makes playback slower, then backward; while K is held, one frame back."), ""},
    {"play.pause", T("Pause"), "K", "", Medium, "Playback", T("Stops the video and goes back to normal speed."), "pause"},
    {"play.faster", T("Faster"), "L", "", Medium, "Playback", T("Plays, and faster with each press; while K is held, one frame forward."), "speed"},
    {"play.frameBack", T("One frame back"), ", Left", "Alt+Left", Medium, "-Playback", T("Shows the picture before this one."), "step-back", Repeats},
    {"play.frameForward", T("One frame forward"), ". Right", "Alt+Right", Medium, "Playback", T("Shows the picture after this one."), "step-forward", Repeats},
    {"play.secondBack", T("One second back"), "Shift+Left", "Alt+Shift+Left", Medium, "Playback", T("Jumps one second towards the start."), "", Repeats},
    {"play.secondForward", T("One second forward"), "Shift+Right", "Alt+Shift+Right", Medium, "Playback", T("Jumps one second towards the end."), "", Repeats},
    {"play.tenBack", T("Ten seconds back"), "Ctrl+Shift+Left", "", Medium, "Playback", T("Jumps ten seconds towards the start."), "", Repeats},
    {"play.tenForward", T("Ten seconds forward"), "Ctrl+Shift+Right", "", Medium, "Playback", T("Jumps ten seconds towards the end."), "", Repeats},
    {"play.previousBoundary", T("Previous boundary"), "Ctrl+Left", "", Medium, "-Playback", T("Goes to the nearest start or end of a segment before this time."), "previous", Repeats},
    {"play.nextBoundary", T("Next boundary"), "Ctrl+Right", "", Medium, "Playback", T("Goes to the nearest start or end of a segment after this time."), "next", Repeats},
    {"play.start", T("Go to the start"), "Home", "", Medium, "Playback", T("Shows the first picture."), ""},
    {"play.end", T("Go to the end"), "End", "", Medium, "Playback", T("Shows the last picture."), ""},
    {"play.goTo", T("Go to time…"), "", "Ctrl+G", Medium, "Playback", T("Asks for a time such as 1:05.2 and goes there."), "go-to"},
    {"play.mute", T("Mute"), "Shift+M", "", Medium, "-Playback", T("Turns the sound off and on."), "volume"},
    // Segment
    {"segment.in", T("Set in"), "I", "Ctrl+[ Ctrl+8", Medium, "Segment", T("Marks this time as the start of a new segment."), "set-in"},
    {"segment.out", T("Set out"), "O", "Ctrl+] Ctrl+9", Medium, "Segment", T("Marks this time as the end, and makes the segment if the start is marked."), "set-out"},
    {"segment.new", T("New segment"), "N", "Ctrl+Shift+N", Medium, "Segment", T("Makes a segment of the marked time, or of five seconds from here."), "segment-new"},
    {"segment.startHere", T("Move start here"), "Shift+I", "", Segment, "-Segment", T("Makes the current segment begin at this time."), ""},
    {"segment.endHere", T("Move end here"), "Shift+O", "", Segment, "Segment", T("Makes the current segment end at this time."), ""},
    {"segment.split", T("Split here"), "S", "Ctrl+Shift+D", Segment, "-Segment", T("Cuts the current segment in two at this time."), "split"},
    {"segment.merge", T("Merge with next"), "", "Ctrl+Shift+M", Segment, "Segment", T("Joins the current segment with the one after it."), "merge"},
    {"segment.delete", T("Delete segment"), "Delete", "", Segment, "Segment", T("Removes the current segment; undo brings it back."), "delete"},
    {"segment.previous", T("Previous segment"), "Up", "Alt+Up", Medium, "-Segment", T("Goes to the segment before this one."), "", Repeats},
    {"segment.next", T("Next segment"), "Down", "Alt+Down", Medium, "Segment", T("Goes to the segment after this one."), "next", Repeats},
    // Proposals
    {"propose.segment", T("Propose"), "G", "Ctrl+Shift+G", Segment, "Proposals", T("Asks the model for captions of the current segment."), "propose"},
    {"propose.all", T("Propose for all without text"), "Shift+G", "", Medium, "Proposals", T("Asks the model for captions of every segment of this video that has no text yet."), "propose"},
    {"propose.stop", T("Stop proposing"), "", "Ctrl+.", Project, "Proposals", T("Stops the model; proposals that are there stay."), "stop"},
    {"propose.take1", T("Take candidate 1"), "1", "Alt+1", Proposal, "-Proposals/Take", T("Makes candidate 1 your text, ready to edit."), ""},
    {"propose.take2", T("Take candidate 2"), "2", "Alt+2", Proposal, "Proposals/Take", T("Makes candidate 2 your text, ready to edit."), ""},
    {"propose.take3", T("Take candidate 3"), "3", "Alt+3", Proposal, "Proposals/Take", T("Makes candidate 3 your text, ready to edit."), ""},
    {"propose.take4", T("Take candidate 4"), "4", "Alt+4", Proposal, "Proposals/Take", T("Makes candidate 4 your text, ready to edit."), ""},
    {"propose.take5", T("Take candidate 5"), "5", "Alt+5", Proposal, "Proposals/Take", T("Makes candidate 5 your text, ready to edit."), ""},
    {"propose.take6", T("Take candidate 6"), "6", "Alt+6", Proposal, "Proposals/Take", T("Makes candidate 6 your text, ready to edit."), ""},
    {"propose.take7", T("Take candidate 7"), "7", "Alt+7", Proposal, "Proposals/Take", T("Makes candidate 7 your text, ready to edit."), ""},
    {"propose.take8", T("Take candidate 8"), "8", "Alt+8", Proposal, "Proposals/Take", T("Makes candidate 8 your text, ready to edit."), ""},
    {"propose.take9", T("Take candidate 9"), "9", "Alt+9", Proposal, "Proposals/Take", T("Makes candidate 9 your text, ready to edit."), ""},
    {"propose.model", T("Models…"), "", "Ctrl+M", Nothing, "-Proposals", T("Shows the models that can propose: to choose, check, make and get them."), "model"},
    // Review
    {"review.accept", T("Accept, next"), "A", "Ctrl+Return Ctrl+Enter", Segment, "Review", T("Accepts the text, or the best candidate if there is no text, and goes to the next segment."), "accept"},
    {"review.reject", T("Reject, next"), "X", "Ctrl+Shift+X", Segment, "Review", T("Turns the proposals of this segment down and goes to the next one."), "reject"},
    {"review.flag", T("Flag"), "F", "Ctrl+Shift+F", Segment, "Review", T("Marks the segment for a second look, or takes the mark away."), "flag"},
    {"review.readings", T("Readings…"), "", "Ctrl+Shift+R", Project, "-Review", T("Shows what changed on both sides and what second annotators say, to be decided."), ""},
    {"review.nextOpen", T("Next without verdict"), "", "Ctrl+Shift+Down", Medium, "-Review", T("Goes to the next segment that has neither been accepted nor rejected."), ""},
    {"scores.compute", T("Compute scores"), "", "F7", Project, "-Review/Scores", T("Judges captions in the score view: models and files against texts, files or each other."), "accept"},
    {"scores.next", T("Next worst clip"), "", "F8", Project, "Review/Scores", T("Goes on to the next clip of the score view and plays it."), "next", Repeats},
    {"scores.previous", T("Clip before it"), "", "Shift+F8", Project, "Review/Scores", T("Goes back to the clip before it and plays it."), "previous", Repeats},
    {"scores.play", T("Play judged clip"), "", "F9", Project, "Review/Scores", T("Plays the clip that is chosen in the score view."), "play"},
    {"scores.export", T("Export scores…"), "", "", Project, "-Review/Scores", T("Writes the clips that are shown, with their scores and captions, as a CSV table."), "export"},
    {"scores.copy", T("Copy scores"), "", "", Project, "Review/Scores", T("Copies the numbers of the whole set, as a spreadsheet takes them."), ""},
    // View
    {"view.timeline", T("Timeline"), "", "F6", Medium, "View/Go", T("Puts the keyboard on the timeline."), ""},
    {"view.media", T("Media"), "", "Shift+F6", Project, "View/Go", T("Puts the keyboard on the list of videos."), ""},
    {"view.command", T("Search commands"), "", "Ctrl+K", Nothing, "View/Go", T("Finds any command by its name."), "search"},
    {"view.layoutAnnotate", T("Annotate"), "", "Ctrl+1", Nothing, "-View/Layouts", T("Videos and segments on the left, the caption on the right."), ""},
    {"view.layoutReview", T("Review"), "", "Ctrl+2", Nothing, "View/Layouts", T("A wide list of segments beside the caption."), ""},
    {"view.layoutDescribe", T("Describe"), "", "Ctrl+3", Nothing, "View/Layouts", T("A large picture and the caption."), ""},
    {"view.layoutCompare", T("Compare models"), "", "Ctrl+4", Nothing, "View/Layouts", T("A wide caption panel for candidates, and the jobs."), ""},
    {"view.layoutScores", T("Scores"), "", "Ctrl+5", Nothing, "View/Layouts", T("The picture, and the score view beside it."), ""},
    {"view.resetLayout", T("Reset layout"), "", "Ctrl+Shift+0", Project, "-View/Layouts", T("Puts the panels of this layout back where they were made."), ""},
    {"view.panelMedia", T("Media panel"), "", "", Project, "View/Panels", T("Shows or hides the videos of the project."), ""},
    {"view.panelSegments", T("Segments panel"), "", "", Project, "View/Panels", T("Shows or hides the list of segments."), ""},
    {"view.panelCaption", T("Caption panel"), "", "", Project, "View/Panels", T("Shows or hides text and proposals of the current segment."), ""},
    {"view.panelJobs", T("Jobs panel"), "", "Ctrl+J", Project, "View/Panels", T("Shows or hides what runs and what has run."), ""},
    {"view.panelScores", T("Scores panel"), "", "", Project, "View/Panels", T("Shows or hides how near captions come to those of people."), ""},
    {"view.zoomIn", T("Zoom timeline in"), "+ =", "", Medium, "-View", T("Shows less time, larger."), "zoom-in", Repeats},
    {"view.zoomOut", T("Zoom timeline out"), "-", "", Medium, "View", T("Shows more time, smaller."), "zoom-out", Repeats},
    {"view.zoomFit", T("Fit timeline"), "0", "", Medium, "View", T("Shows the whole video."), "zoom-fit"},
    {"view.dark", T("Dark"), "", "", Nothing, "-View/Theme", T("Light text on dark."), "theme"},
    {"view.light", T("Light"), "", "", Nothing, "View/Theme", T("Dark text on light."), "theme"},
    {"view.highContrast", T("High contrast"), "", "", Nothing, "View/Theme", T("Black and white with thick outlines."), "theme"},
    {"view.fullScreen", T("Full screen"), "", "F11", Nothing, "-View", T("Uses the whole screen, and back."), "full-screen"},
    // Help
    {"help.keys", T("Keys"), "?", "F1", Nothing, "Help", T("Shows every key and what it does."), "keys"},
    {"help.sample", T("Sample project"), "", "", Nothing, "Help", T("Opens a small project to try things with."), "sample"},
    {"help.about", T("About Descant"), "", "", Nothing, "-Help", T("Version and licence."), "info"},
});
// clang-format on

} // namespace

std::span<const ActionSpecification> actionRows() { return kRows; }

} // namespace descant::ui
