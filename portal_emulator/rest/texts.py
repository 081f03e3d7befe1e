"""Texts of the `landing` module's errors in the portal's language; system-layer texts stay English."""

from __future__ import annotations

# Refusals of the plan by code: English, Russian.
PLAN = {
    "URLCHECKER_FAIL": (
        "Malicious content detected on the page",
        "На странице обнаружено вредоносное содержимое",
    ),
    "PUBLIC_PAGE_REACHED": (
        "You cannot publish any more pages on your current plan. Please upgrade to one of the major "
        "plans to publish new pages.",
        "На вашем тарифе больше нельзя публиковать страницы. Перейдите на один из старших тарифов.",
    ),
    "LANDING_PAYMENT_FAILED": (
        "This page was created by an app installed on your Bitrix24. You have to renew your Market "
        "subscription to publish this page.",
        "Страница создана приложением. Чтобы опубликовать ее, продлите подписку на Маркет.",
    ),
    "LANDING_PAYMENT_FAILED_BLOCK": (
        "This block was created by an app installed on your Bitrix24. You have to renew your Market "
        "subscription to publish this page.",
        "Блок создан приложением. Чтобы опубликовать страницу, продлите подписку на Маркет.",
    ),
    "PUBLIC_SITE_REACHED": (
        "You can create or publish up to two sites on your current plan. Please upgrade to one of the"
        " major plans to manage more sites.",
        "На вашем тарифе можно создать и опубликовать не более двух сайтов.",
    ),
    "PUBLIC_SITE_REACHED_FREE": (
        "Website publishing is temporarily restricted to paid plans only.",
        "Публикация сайтов временно доступна только на платных тарифах.",
    ),
    "PUBLIC_HTML_DISALLOWED": (
        "You cannot use custom HTML on your current plan. Please upgrade to one of the major plans to"
        " add your own HTML code on your site.",
        "На вашем тарифе нельзя использовать свой HTML-код.",
    ),
    "PHONE_NOT_CONFIRMED": (
        "Phone number needs to be confirmed to publish the content.",
        "Для публикации подтвердите номер телефона.",
    ),
    "EMAIL_NOT_CONFIRMED": (
        "Email needs to be confirmed to publish the content",
        "Для публикации подтвердите адрес почты",
    ),
    "LICENSE_EXPIRED": (
        "Your license has expired.",
        "Срок действия лицензии истек.",
    ),
    "FREE_DOMAIN_IS_NOT_ALLOWED": (
        "Free domain is not available on your plan",
        "Бесплатный домен недоступен на вашем тарифе",
    ),
    "SITE_LIMIT_REACHED": (
        "You cannot create any more sites on your current plan. Please upgrade to one of the major plans.",
        "На вашем тарифе больше нельзя создавать сайты. Перейдите на один из старших тарифов.",
    ),
    "TOTAL_SITE_REACHED": (
        "You cannot restore the site because your current plan has no room for more sites.",
        "Сайт нельзя восстановить: на вашем тарифе больше нет места для сайтов.",
    ),
    "KNOWLEDGE_LIMIT": (
        "You cannot create more knowledge bases on your current plan.",
        "На вашем тарифе больше нельзя создавать базы знаний.",
    ),
    "FEATURE_NOT_AVAIL": (
        "Permissions are not available on your current plan. Please upgrade to one of the major plans"
        " to manage and use permissions.",
        "Права доступа недоступны на вашем тарифе. Перейдите на один из старших тарифов.",
    ),
}

RUSSIAN = {
    "Insufficient permission.": "Недостаточно прав.",
    "Access denied": "Доступ запрещен",
    "Page edit access was denied.": "Доступ на изменение страницы запрещен.",
    "Page create access was denied..": "Доступ на создание страницы запрещен..",
    "Page publishing access was denied.": "Доступ на публикацию страницы запрещен.",
    "Page delete access was denied.": "Доступ на удаление страницы запрещен.",
    "Site publishing access was denied.": "Доступ на публикацию сайта запрещен.",
    "Site create access was denied.": "Доступ на создание сайта запрещен.",
    "Site edit access was denied.": "Доступ на изменение сайта запрещен.",
    "Site delete access was denied.": "Доступ на удаление сайта запрещен.",
    "The site you specified was not found or access was denied.": (
        "Указанный сайт не найден или доступ запрещен."
    ),
    "Site was not found or access was denied": "Сайт не найден или доступ к нему запрещен",
    "You don't have permission to delete current page": "Недостаточно прав для удаления текущей страницы",
    "Some of the call parameters were missing:": "Не переданы обязательные параметры:",
    "Landing was not found": "Лендинг не найден",
    "Site is not found.": "Сайт не найден.",
    "Folder was not found.": "Папка не найдена.",
    "Folder with this name already exists": "Папка с таким именем уже существует",
    "The slash character cannot be used in a landing address.": "В адресе страницы нельзя использовать слеш.",
    "Folder address cannot include slash characters.": "В адресе папки нельзя использовать слеш.",
    "Page address cannot be empty.": "Адрес страницы не может быть пустым.",
    "Incorrect page address": "Некорректный адрес страницы",
    "Cannot delete the page that was selected in the site settings as a main page.": (
        "Нельзя удалить страницу, которая выбрана главной в настройках сайта."
    ),
    "Template area cannot be deleted": "Нельзя удалить включаемую область",
    "Page cannot be deleted": "Страницу нельзя удалить",
    "Block was not found in the landing": "Блок не найден на странице",
    "Block was not found": "Блок не найден",
    "Out of sort range or block was not found": "Выход за границы сортировки или блок не найден",
    "Cannot add block because it is not intended for this type of page.": (
        "Блок нельзя добавить: он не предназначен для этого типа страниц."
    ),
    "The block version does not match the module version": "Версия блока не соответствует версии модуля",
    "File has failed to upload. This file may not be an image file.": (
        "Не удалось загрузить файл. Возможно, это не изображение."
    ),
    "This embedding area already exists": "Такое место встраивания уже существует",
    "This embedding area does not exist": "Такого места встраивания не существует",
} | dict(PLAN.values())

COPY_SUFFIX = {"ru": " (копия)", "de": " (Kopie)"}


def plan_text(code: str) -> str:
    """The English text of a refusal of the plan."""
    return PLAN[code][0]


def translate(text: str, language: str) -> str:
    """The portal's wording of an English error text; unknown texts and languages stay English."""
    if language != "ru":
        return text
    if text in RUSSIAN:
        return RUSSIAN[text]
    head, colon, names = text.partition(":")
    return RUSSIAN[head + colon] + names if head + colon in RUSSIAN else text


def copy_suffix(language: str) -> str:
    return COPY_SUFFIX.get(language, " (copy)")
