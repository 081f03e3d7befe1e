"""Every action the app knows. Adding one: its file, one line here, its form and texts, one test file."""

from landing_app.actions.base import Action
from landing_app.actions.publish_page import PublishPage
from landing_app.actions.unpublish_page import UnpublishPage

ACTIONS: dict[str, Action] = {
    action.name: action
    for action in (
        PublishPage(),
        UnpublishPage(),
    )
}
