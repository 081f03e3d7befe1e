"""Every action the app knows. Adding one: its file, one line here, its form and texts, one test file."""

from landing_app.actions.action import Action
from landing_app.actions.copy_page import CopyPage
from landing_app.actions.delete_blocks import DeleteBlocks
from landing_app.actions.favorite_block import FavoriteBlock
from landing_app.actions.move_page import MovePage
from landing_app.actions.publish_page import PublishPage
from landing_app.actions.publish_site import PublishSite
from landing_app.actions.remove_entities import RemoveEntities
from landing_app.actions.restore_blocks import RestoreBlocks
from landing_app.actions.restore_page import RestorePage
from landing_app.actions.trash_page import TrashPage
from landing_app.actions.unfavorite_block import UnfavoriteBlock
from landing_app.actions.unpublish_page import UnpublishPage
from landing_app.actions.unpublish_site import UnpublishSite

ACTIONS: dict[str, Action] = {
    action.name: action
    for action in (
        PublishPage(),
        UnpublishPage(),
        TrashPage(),
        RestorePage(),
        MovePage(),
        CopyPage(),
        FavoriteBlock(),
        UnfavoriteBlock(),
        RemoveEntities(),
        RestoreBlocks(),
        DeleteBlocks(),
        PublishSite(),
        UnpublishSite(),
    )
}
