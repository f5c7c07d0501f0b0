"""The distances of the picture in pixels, shared by both engines so that they make the same kind of picture."""

ROW_GAP = 20  # between boxes above each other
LANE_GAP = 8  # between edges that run side by side
LANE_MARGIN = 10  # between an edge and a box it passes
COLUMN_GAP = 56  # least room between columns; two group borders and a bend fit into it
WIDEST_COLUMN_GAP = 160
GROUP_PADDING = 16
GROUP_LABEL = 22  # room for the group's name above its boxes, beside the padding
BLOCK_GAP = 28  # between groups
ASPECT = 1.6  # width to height that the whole picture aims at
ARROW_SPREAD = 10  # between arrowheads that enter the same box, where there is room
