"""The second portal: another company, Russian texts, so that tenants and languages cannot be mixed up unseen."""
# fmt: off

from __future__ import annotations

from .planting import BlockPlan, FolderPlan, PagePlan, SitePlan, Status

FIELDS = ("Ваше имя", "Телефон", "Почта", "Что вас интересует?")
COLUMNS = (("Каталог", ("Чай", "Посуда", "Подарки")), ("Компания", ("О нас", "Вакансии", "Магазины")))
MENU: BlockPlan = ("0.menu_02", {"name": "Облако и К°", "links": ("Чай", "Посуда", "Доставка", "О нас"), "call": "Перезвоните мне"})
FOOTER: BlockPlan = ("35.7.footer", {"name": "Облако и К°", "address": "Выдуманная улица, 12", "columns": COLUMNS})
REASONS = [("Свежий сбор", "Не старше полугода"), ("Доставка", "За два дня"), ("Проба", "Образец в каждой посылке"), ("Подарки", "Упакуем красиво")]


def _page(title: str, code: str, line: str, status: Status = "published", folder: str = "", hours: float = 50.0, main: bool = False) -> PagePlan:
    buttons = {"call": "Подробнее", "second": "Задать вопрос"}
    return PagePlan(
        title, code,
        [MENU, ("01.big_with_text", {"title": title, "text": line, "scene": "abstract-clay", **buttons}),
         ("34.3.four_cols_icons", {"title": "Почему мы", "items": REASONS}),
         ("33.1.form_short", {"title": "Перезвоните мне", "text": "В течение часа.", "fields": FIELDS[:2], "call": "Отправить"}), FOOTER],
        status, folder, hours, main=main,
    )


TEA_SITE = SitePlan(
    "Облако и К°", "oblako", "clay",
    [
        _page("Чай, который ждут", "home", "Собираем в горах, сушим на ветру, привозим за два дня.", hours=3.0, main=True),
        _page("Иван-чай", "ivan-chai", "Медовый, без кофеина.", folder="chai", hours=20.0),
        _page("Утренний туман", "tuman", "Зелёный, с мятой.", "changed", "chai", 21.0),
        _page("Копчёный чай", "kopchenyi", "Для тех, кто скучает по костру.", "draft", "chai", 22.0),
        _page("Посуда", "posuda", "Глина, стекло и немного терпения.", hours=90.0),
        _page("Доставка и оплата", "dostavka", "Бесплатно от 2 000 ₽.", hours=300.0),
        _page("О нас", "o-nas", "Четыре человека и один самовар.", hours=500.0),
        _page("Новогодние наборы", "novyi-god", "Успеем, если заказать до 20 декабря.", "draft", hours=6.0),
    ],
    (FolderPlan("Чай", "chai"),), "oblako.localhost", {"type": "STORE"},
)
CLUB_SITE = SitePlan(
    "Клуб любителей чая", "klub", "docs",
    [_page("Встречи клуба", "home", "По четвергам, в семь.", hours=70.0, main=True), _page("Записаться", "zapis", "Мест всегда мало.", "draft", hours=71.0)],
    (), "klub.localhost",
)
BASE_SITE = SitePlan("База знаний", "baza", "docs", [_page("Как заварить чай", "home", "Вода, время, тишина.", hours=100.0, main=True)],
                     (), "", {"type": "KNOWLEDGE"})
SITES = (TEA_SITE, CLUB_SITE, BASE_SITE)

SECTION_NAMES = {
    "last": "Последние блоки", "favourite": "Мои блоки", "menu": "Меню", "cover": "Обложка", "title": "Заголовки", "text": "Текст",
    "text_image": "Текст и картинка", "columns": "Колонки", "benefits": "Преимущества", "tiles": "Плитки", "store": "Товары", "image": "Изображения",
    "video": "Видео", "steps": "Этапы", "tariffs": "Тарифы", "countdowns": "Таймеры", "feedback": "Отзывы", "team": "Команда", "forms": "Формы",
    "contacts": "Контакты", "partners": "Партнёры", "schedule": "Расписание", "social": "Соцсети", "separator": "Разделители", "footer": "Подвал", "other": "Другое",
}
BLOCK_NAMES = {"0.menu_02": "Шапка с кнопкой", "01.big_with_text": "Обложка", "34.3.four_cols_icons": "Преимущества",
               "33.1.form_short": "Короткая форма", "35.7.footer": "Подвал"}
