"""Every dialog: its action, template and kind. An action without a line here has no button of its own."""

from landing_app.explorer.clean_dialog import CleanDialog
from landing_app.explorer.delete_dialog import DeleteDialog
from landing_app.explorer.dialog_kinds import CopyDialog, DialogKind, MoveDialog, PublishDialog, SiteDialog
from landing_app.explorer.favorite_dialog import FavoriteDialog

KINDS: dict[str, DialogKind] = {
    kind.action: kind
    for kind in (
        PublishDialog("publish_page", "publish_page"),
        DialogKind("unpublish_page"),
        DialogKind("trash_page"),
        DialogKind("restore_page", trash=True),
        CopyDialog("copy_page", "copy_page"),
        MoveDialog("move_page", "move_page"),
        FavoriteDialog("favorite_block", "favorite_block"),
        SiteDialog("publish_site", "site"),
        SiteDialog("unpublish_site", "site"),
        DeleteDialog("delete_blocks", "delete_blocks"),
        CleanDialog("remove_entities", "remove_entities"),
    )
}
