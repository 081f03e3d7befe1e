"""Russian texts of the portal's own pages; other languages show the English ones."""

from __future__ import annotations

RUSSIAN = {
    "Access denied": "Доступ запрещён",
    "Administrator": "Администратор",
    "Close": "Закрыть",
    "Company": "Компания",
    "Editor without publishing right": "Редактор без права публикации",
    "Feed": "Новости",
    "Home": "Главная",
    "Install": "Установить",
    "Market": "Маркет",
    "Marketer": "Маркетолог",
    "No access to Sites": "Без доступа к сайтам",
    "Not published": "Не опубликован",
    "Open": "Открыть",
    "Open the editor": "Открыть редактор",
    "Page": "Страница",
    "Pages": "Страницы",
    "Plan": "Тариф",
    "Published": "Опубликован",
    "Published with changes": "Есть изменения",
    "Recycle bin": "Корзина",
    "Settings": "Настройки",
    "Site": "Сайт",
    "Sites": "Сайты",
    "Status": "Статус",
    "Tasks": "Задачи",
    "The application is not installed.": "Приложение не установлено.",
    "The application has not been fully installed. Contact your administrator.": (
        "Приложение установлено не до конца. Обратитесь к администратору."
    ),
    "Viewer": "Читатель",
    "Who is working?": "Кто работает?",
    "You do not have access to this application.": "У вас нет доступа к этому приложению.",
}


def translate(text: str, language: str) -> str:
    return RUSSIAN.get(text, text) if language == "ru" else text
