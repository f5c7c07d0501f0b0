"""Each thing one can do in the window, once: its name in code, its words, its key, and what it does."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QKeySequence

from explorer.language import marked

Key = QKeySequence.StandardKey | str | None


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """An action before there is a window: its name in code, its words, its key, and one sentence on what it does."""

    name: str
    text: str
    key: Key
    tip: str


SPECS = (
    ActionSpec(
        "new_system",
        marked("&New System…"),
        QKeySequence.StandardKey.New,
        marked("Begin with an empty system and draw it by hand."),
    ),
    ActionSpec(
        "open",
        marked("&Open…"),
        QKeySequence.StandardKey.Open,
        marked("Open a project, a manifest or a database file."),
    ),
    ActionSpec(
        "open_folder",
        marked("Open &Folder…"),
        "Ctrl+Shift+O",
        marked("Read every manifest in a folder as one system."),
    ),
    ActionSpec(
        "connect_database",
        marked("Connect to &Database…"),
        None,
        marked("Read a database: SQLite, DuckDB, PostgreSQL, MySQL or MariaDB."),
    ),
    ActionSpec(
        "import_more",
        marked("&Import into This System…"),
        "Ctrl+I",
        marked("Read another source and join it to this system."),
    ),
    ActionSpec(
        "read_again",
        marked("Read Sources A&gain"),
        "Ctrl+Shift+I",
        marked("Read every source once more; places, notes and edits stay, and what changed is listed."),
    ),
    ActionSpec(
        "save", marked("&Save"), QKeySequence.StandardKey.Save, marked("Save the project to its file.")
    ),
    ActionSpec("save_as", marked("Save &As…"), "Ctrl+Shift+S", marked("Save the project to another file.")),
    ActionSpec(
        "export", marked("&Export Picture…"), "Ctrl+E", marked("Write the whole picture as SVG, PNG or PDF.")
    ),
    ActionSpec(
        "export_view",
        marked("Export What Is in &View…"),
        "Ctrl+Shift+E",
        marked("Write what the canvas shows now as SVG, PNG or PDF."),
    ),
    ActionSpec(
        "export_sheet",
        marked("Export S&heet…"),
        "Ctrl+Shift+R",
        marked("Write one page that answers the three questions, as HTML or Markdown."),
    ),
    ActionSpec(
        "export_edits",
        marked("Export &Changes as Manifest…"),
        None,
        marked("Write what was edited by hand as a manifest, to lie beside what it changes."),
    ),
    ActionSpec(
        "print",
        marked("&Print…"),
        QKeySequence.StandardKey.Print,
        marked("Print the picture on one page, with its title and legend."),
    ),
    ActionSpec(
        "close", marked("&Close System"), "Ctrl+W", marked("Close this system and go back to the start page.")
    ),
    ActionSpec("quit", marked("&Quit"), "Ctrl+Q", marked("Leave Ripplemap.")),
    ActionSpec("undo", marked("&Undo"), QKeySequence.StandardKey.Undo, marked("Take the last change back.")),
    ActionSpec("redo", marked("&Redo"), "Ctrl+Shift+Z", marked("Make the change again that was taken back.")),
    ActionSpec("add_node", marked("Add N&ode…"), "N", marked("Put a new node into the system.")),
    ActionSpec(
        "connect",
        marked("Conne&ct…"),
        "C",
        marked("Put an edge between two nodes, from the first selected one."),
    ),
    ActionSpec("edit", marked("&Edit…"), "F4", marked("Change what is known of the selected node or edge.")),
    ActionSpec(
        "remove",
        marked("Re&move from the System"),
        "Del",
        marked("Take the selected nodes, or the edge, out of the system."),
    ),
    ActionSpec("rename", marked("Re&name…"), "F2", marked("Give the selected node another name.")),
    ActionSpec(
        "copy",
        marked("&Copy Picture"),
        QKeySequence.StandardKey.Copy,
        marked("Put the picture of the selection, or of what is in view, on the clipboard as SVG and PNG."),
    ),
    ActionSpec(
        "align_left", marked("Align &Left"), "Ctrl+Alt+Left", marked("Bring the left borders into line.")
    ),
    ActionSpec(
        "align_centre", marked("Align &Centre"), None, marked("Put the selected nodes one above the other.")
    ),
    ActionSpec(
        "align_right", marked("Align &Right"), "Ctrl+Alt+Right", marked("Bring the right borders into line.")
    ),
    ActionSpec(
        "align_top", marked("Align &Top"), "Ctrl+Alt+Up", marked("Bring the upper borders into line.")
    ),
    ActionSpec(
        "align_middle",
        marked("Align &Middle"),
        None,
        marked("Put the selected nodes side by side at one height."),
    ),
    ActionSpec(
        "align_bottom", marked("Align &Bottom"), "Ctrl+Alt+Down", marked("Bring the lower borders into line.")
    ),
    ActionSpec(
        "distribute_across",
        marked("Distribute &Across"),
        None,
        marked("Make the gaps from left to right alike."),
    ),
    ActionSpec(
        "distribute_down", marked("Distribute &Down"), None, marked("Make the gaps from top to bottom alike.")
    ),
    ActionSpec(
        "hold",
        marked("&Hold Where They Stand"),
        "Ctrl+Alt+H",
        marked("Let no layout move the selected nodes."),
    ),
    ActionSpec(
        "give_back",
        marked("Arran&ge Selection Again"),
        "Ctrl+Shift+L",
        marked("Give the selected nodes back to the layout, all others stay."),
    ),
    ActionSpec(
        "select_held",
        marked("&Select What Was Placed by Hand"),
        None,
        marked("Select every node that is held."),
    ),
    ActionSpec(
        "pin",
        marked("&Pin to This Column"),
        "Ctrl+Alt+P",
        marked("Let every layout keep the selected nodes in the columns they stand in."),
    ),
    ActionSpec(
        "unpin", marked("&Unpin"), "Ctrl+Alt+U", marked("Let the selected nodes stand in any column again.")
    ),
    ActionSpec(
        "select_column",
        marked("Select the C&olumn"),
        None,
        marked("Select every node in the columns of the selected ones."),
    ),
    ActionSpec(
        "add_note",
        marked("A&dd Note…"),
        "Ctrl+Shift+N",
        marked("Put a note on the picture, beside what is selected."),
    ),
    ActionSpec(
        "find", marked("&Find"), QKeySequence.StandardKey.Find, marked("Look for a node in the outline.")
    ),
    ActionSpec(
        "search",
        marked("&Go to Node…"),
        "/",
        marked("Type any part of a node's name, id, kind or team, and go to it."),
    ),
    ActionSpec(
        "palette", marked("Command &Palette…"), "Ctrl+K", marked("Type what you want to do, or where to go.")
    ),
    ActionSpec(
        "select_all", marked("Select &All"), QKeySequence.StandardKey.SelectAll, marked("Select every node.")
    ),
    ActionSpec("fit", marked("&Fit"), "Ctrl+0", marked("Show everything.")),
    ActionSpec("zoom_in", marked("Zoom &In"), QKeySequence.StandardKey.ZoomIn, marked("Look closer.")),
    ActionSpec("zoom_out", marked("Zoom &Out"), QKeySequence.StandardKey.ZoomOut, marked("Step back.")),
    ActionSpec(
        "focus",
        marked("F&ocus on Selection"),
        "Ctrl+D",
        marked("Show only the selection and its neighbours."),
    ),
    ActionSpec(
        "wider", marked("One Step &Wider"), "Ctrl+Shift+D", marked("Show neighbours one step further away.")
    ),
    ActionSpec(
        "nearer", marked("One Step Neare&r"), "Ctrl+Alt+D", marked("Show fewer neighbours, by one step.")
    ),
    ActionSpec(
        "back", marked("&Back"), "Alt+Left", marked("Show the part of the system that was shown before.")
    ),
    ActionSpec("forward", marked("For&ward"), "Alt+Right", marked("Show again what you went back from.")),
    ActionSpec(
        "filter",
        marked("Filter the Pic&ture…"),
        "Ctrl+Shift+F",
        marked("Fade or hide what is not of a kind, a team, a tag, an evidence or a finding."),
    ),
    ActionSpec(
        "minimap",
        marked("Minima&p"),
        "M",
        marked("Show a map of the whole picture while only a part is in view."),
    ),
    ActionSpec(
        "ways",
        marked("Find Ways &Between…"),
        "Ctrl+J",
        marked("Show how the selected node is connected with another one."),
    ),
    ActionSpec("whole", marked("Show the &Whole System"), "Ctrl+Shift+0", marked("Leave the focus.")),
    ActionSpec(
        "close_team",
        marked("Close or Open the &Team"),
        "F7",
        marked("Draw the selected node's team as one card, or with its nodes again."),
    ),
    ActionSpec("close_teams", marked("Close All Teams"), "Shift+F7", marked("Draw each team as one card.")),
    ActionSpec("open_teams", marked("Open All Teams"), "Ctrl+F7", marked("Draw every team with its nodes.")),
    ActionSpec(
        "least",
        marked("Hide the &Least Important…"),
        "F8",
        marked("Leave out the nodes that matter least, as many as you like."),
    ),
    ActionSpec(
        "arrange",
        marked("&Arrange Again"),
        "Ctrl+L",
        marked("Give every node that was moved by hand back to the layout."),
    ),
    ActionSpec(
        "keep_view",
        marked("&Keep This View…"),
        "Ctrl+Shift+V",
        marked("Give what is looked at now a name, to come back to it."),
    ),
    ActionSpec(
        "views",
        marked("Arran&ge Saved Views…"),
        "Ctrl+Alt+V",
        marked("Rename saved views, remove them, put them in order."),
    ),
    ActionSpec(
        "present", marked("&Present"), "F5", marked("Show the saved views full screen, one after the other.")
    ),
    ActionSpec(
        "full_screen",
        marked("F&ull Screen"),
        "F11",
        marked("Give the window the whole screen, or take it back."),
    ),
    ActionSpec(
        "enlarge",
        marked("&Larger Answers"),
        "F9",
        marked("Give the answers most of the window, or the picture again."),
    ),
    ActionSpec(
        "next_part",
        marked("Ne&xt Part of the Window"),
        "Ctrl+F6",
        marked("Go from the picture to the outline, the inspector, the answers, and back."),
    ),
    ActionSpec(
        "part_before",
        marked("Part of the Window Before"),
        "Ctrl+Shift+F6",
        marked("Go the same way backwards."),
    ),
    ActionSpec(
        "look_desktop", marked("Like the &Desktop"), None, marked("Draw light or dark, as the desktop is.")
    ),
    ActionSpec("look_light", marked("&Light"), None, marked("Draw on a light ground.")),
    ActionSpec("look_dark", marked("D&ark"), None, marked("Draw on a dark ground.")),
    ActionSpec(
        "look_contrast", marked("High &Contrast"), None, marked("Draw black on white, every line strong.")
    ),
    ActionSpec(
        "look_contrast_dark",
        marked("High Contrast, Dar&k"),
        None,
        marked("Draw white on black, every line strong."),
    ),
    ActionSpec(
        "speak_desktop",
        marked("Like the &Desktop"),
        None,
        marked("Speak the desktop's language."),
    ),
    ActionSpec("speak_english", "&English", None, marked("Speak English.")),
    ActionSpec("speak_german", "&Deutsch", None, marked("Speak German.")),
    ActionSpec(
        "text_larger", marked("Lar&ger Text"), "Ctrl+Alt+=", marked("Make the window's own text larger.")
    ),
    ActionSpec(
        "text_smaller", marked("S&maller Text"), "Ctrl+Alt+-", marked("Make the window's own text smaller.")
    ),
    ActionSpec(
        "text_normal",
        marked("&Normal Text"),
        "Ctrl+Alt+0",
        marked("Give the window's text the desktop's size."),
    ),
    ActionSpec(
        "what_if",
        marked("&What If the Selection Changes?"),
        "Ctrl+T",
        marked("Ask what happens when this node changes."),
    ),
    ActionSpec(
        "leave_what_if", marked("&Leave the What-If"), "Ctrl+Shift+T", marked("Show the system as it is.")
    ),
    ActionSpec(
        "beside",
        marked("Besi&de the Base"),
        "F6",
        marked("Show the system as it is in a pane of its own beside the what-if; both move together."),
    ),
    ActionSpec(
        "mark_bad",
        marked("Mark as &Bad"),
        "Ctrl+B",
        marked("Say that the selected nodes are bad, to look for the cause."),
    ),
    ActionSpec(
        "mark_good",
        marked("Mark as &Good"),
        "Ctrl+G",
        marked("Say that the selected nodes were seen to be good."),
    ),
    ActionSpec(
        "help",
        marked("Ripplemap &Help"),
        "F1",
        marked("Open the help about the part of the window that has the keyboard."),
    ),
    ActionSpec("help_keys", marked("&Keys"), None, marked("Open the help page that lists every key.")),
    ActionSpec(
        "tour",
        marked("&Tour"),
        None,
        marked("See the window in five minutes, step by step, on a sample system."),
    ),
    ActionSpec("about", marked("&About Ripplemap"), None, marked("Version and licences.")),
)
