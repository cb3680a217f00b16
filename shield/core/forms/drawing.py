"""From a form to the parameters of the GOV.UK macros: what the crispy template pack draws with.

Everything a person typed leaves here as plain text, so that the templates escape it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.utils import render_crispy_form
from django import forms
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.template.loader import get_template
from django.utils.safestring import SafeData
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from shield.core import widgets
from shield.core.forms.base import Shared
from shield.core.forms.dates import PartError

WIDTHS = {"year": "govuk-input--width-4", "time": "govuk-input--width-5"}


def describe(bound: BoundField) -> dict[str, Any]:
    """Which macro draws a field, and its parameters: `{"macro": …, "params": …}`."""
    widget = bound.field.widget
    if widget.is_hidden:
        return {"macro": "hidden", "params": {}}
    if isinstance(widget, widgets.Day):
        return {"macro": "date", "params": date_params(bound, widget)}
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return {"macro": "checkboxes", "params": choice_params(bound)}
    if isinstance(widget, forms.RadioSelect):
        return {"macro": "radios", "params": choice_params(bound)}
    if isinstance(widget, forms.CheckboxInput):
        return {"macro": "checkboxes", "params": single_checkbox_params(bound)}
    params = {**common(bound), "id": bound.auto_id, "label": label(bound)}
    if isinstance(widget, forms.Select):
        return {"macro": "select", "params": {**params, "items": select_items(bound)}}
    if isinstance(widget, forms.Textarea):
        return textarea(bound, params)
    attrs = dict(widget.attrs)
    kind = attrs.pop("type", getattr(widget, "input_type", "text"))
    params["autocomplete"] = attrs.pop("autocomplete", "") or None
    if isinstance(widget, forms.FileInput):
        return {"macro": "file", "params": {**params, "attributes": plain(attrs)}}
    if isinstance(widget, forms.PasswordInput):
        return {"macro": "password", "params": {**params, "autocomplete": params["autocomplete"]}}
    if isinstance(widget, forms.NumberInput):  # GOV.UK asks for text with digits, not spinners
        kind, attrs = "text", {"inputmode": "numeric"}
    params |= {"type": kind, "value": shown(bound), "inputmode": attrs.pop("inputmode", None)}
    if attrs.pop("spellcheck", None) == "false":
        params["spellcheck"] = False
    params["classes"] = " ".join(
        [
            *([f"govuk-input--width-{w}"] if (w := getattr(widget, "width", None)) else []),
            attrs.pop("class", ""),
        ]
    ).strip()
    for affix in ("prefix", "suffix"):
        if text := getattr(widget, affix, ""):
            params[affix] = {"text": text}
    return {"macro": "input", "params": {**params, "attributes": plain(attrs)}}


def plain(attrs: Mapping[str, Any]) -> dict[str, str]:
    """A widget's own attributes, without those that the macros write themselves."""
    own = {
        "placeholder",
        "id",
        "name",
        "type",
        "value",
        "maxlength",
        "minlength",
        "required",
        "cols",
        "rows",
    }
    return {key: str(value) for key, value in attrs.items() if key not in own and value}


def shown(bound: BoundField) -> str:
    """The answer as text."""
    value = bound.field.widget.format_value(bound.value())
    return "" if value is None else str(value)


def common(bound: BoundField) -> dict[str, Any]:
    """Name, hint and error: what every question has."""
    params: dict[str, Any] = {"name": bound.html_name}
    if bound.help_text:
        kind = "html" if isinstance(bound.help_text, SafeData) else "text"
        params["hint"] = {kind: bound.help_text}
    if bound.errors:
        params["errorMessage"] = {"text": " ".join(map(str, bound.errors))}
    return params


def words(bound: BoundField) -> str:
    """The question, with "(optional)" where the form says so."""
    optional = getattr(bound.form, "marks_optional", False) and not bound.field.required
    return f"{bound.label} (optional)" if optional else str(bound.label)


def is_heading(bound: BoundField) -> bool:
    return getattr(bound.form, "heading", "") == bound.name


def label(bound: BoundField) -> dict[str, Any]:
    heading = is_heading(bound)
    size = "govuk-label--l" if heading else "govuk-label--s"
    return {"text": words(bound), "classes": size, "isPageHeading": heading}


def fieldset(bound: BoundField) -> dict[str, Any]:
    heading = is_heading(bound)
    size = "govuk-fieldset__legend--l" if heading else "govuk-fieldset__legend--s"
    return {"legend": {"text": words(bound), "classes": size, "isPageHeading": heading}}


def textarea(bound: BoundField, params: dict[str, Any]) -> dict[str, Any]:
    """Line ends leave as references: the macros indent what they nest, and so would the answer."""
    widget, text = bound.field.widget, shown(bound).replace("\r\n", "\n")
    text = f"\n{text}" if text.startswith("\n") else text
    params |= {
        "value": Markup(str(escape(text)).replace("\n", "&#10;")),  # noqa: S704 - escaped here
        "rows": getattr(widget, "rows", 5),
        "attributes": plain(widget.attrs),
    }
    most = getattr(bound.field, "max_length", None)
    if most and getattr(widget, "count", False):
        return {"macro": "count", "params": {**params, "maxlength": most, "threshold": 0}}
    return {"macro": "textarea", "params": params}


def select_items(bound: BoundField) -> list[dict[str, Any]]:
    chosen, empty = chosen_values(bound), getattr(bound.form, "any_choice", "")
    items = []
    nothing = {"", "unknown"} if isinstance(bound.field, forms.NullBooleanField) else {""}
    for value, text in flat(bound.field.widget.choices):
        item = {"value": value, "text": text, "selected": value in chosen}
        if value in nothing:
            said = "" if value == "unknown" else text.strip("-")  # a word of Django's own
            item |= {"value": "", "text": said or empty or "Choose"}
        items.append(item)
    return items


def flat(choices: Iterable[Any]) -> Iterable[tuple[str, str]]:
    """Choices as (posted value, words), groups opened."""
    for value, text in choices:
        if isinstance(text, list | tuple):
            yield from flat(text)
        else:
            yield "" if value is None else str(value), str(text)


def chosen_values(bound: BoundField) -> set[str]:
    value = bound.field.widget.format_value(bound.value())
    return {str(one) for one in value} if isinstance(value, list | tuple) else {str(value or "")}


def choice_params(bound: BoundField) -> dict[str, Any]:
    """Radios and checkboxes with their hints and what they reveal."""
    widget, chosen = bound.field.widget, chosen_values(bound)
    hints: Mapping[str, str] = getattr(widget, "hints", {})
    hanging = revealed(bound)
    items = []
    for value, text in flat(widget.choices):
        if not value:  # "no answer" is no choice of its own among radios
            continue
        item: dict[str, Any] = {"value": value, "text": text, "checked": value in chosen}
        if value in hints:
            item["hint"] = {"text": hints[value]}
        if value in hanging:
            item["conditional"] = {"html": Markup("").join(hanging[value])}
        if value == getattr(widget, "alone", ""):
            item["behaviour"] = "exclusive"
        items.append(item)
    kind = "checkboxes" if isinstance(widget, forms.CheckboxSelectMultiple) else "radios"
    classes = [f"govuk-{kind}--{name}" for name in ("small", "inline") if getattr(widget, name, 0)]
    if hanging and "govuk-radios--inline" in classes:  # GOV.UK reveals only under stacked radios
        classes.remove("govuk-radios--inline")
    return {
        **common(bound),
        "idPrefix": bound.auto_id,
        "fieldset": fieldset(bound),
        "items": items,
        "classes": " ".join(classes),
        "attributes": plain(widget.attrs),
    }


def revealed(bound: BoundField) -> dict[str, list[Markup]]:
    """What hangs under each choice, drawn."""
    found: dict[str, list[Markup]] = {}
    form = bound.form
    if isinstance(form, Shared):
        for name, answers in form.under(bound.name):
            if form.reveals(name):
                found.setdefault(next(iter(answers)), []).append(draw(form[name]))
    return found


def single_checkbox_params(bound: BoundField) -> dict[str, Any]:
    item = {
        "value": "on",
        "text": words(bound),
        "checked": bool(bound.field.widget.check_test(bound.value())),
    }
    return {**common(bound), "idPrefix": bound.auto_id, "items": [item]}


def date_params(bound: BoundField, widget: widgets.Day) -> dict[str, Any]:
    value = bound.value()
    values = value if isinstance(value, list) else widget.decompress(value)
    wrong = wrong_parts(bound)
    items = []
    for place, name in enumerate(widget.parts):
        error = " govuk-input--error" if place in wrong else ""
        items.append(
            {
                "name": f"{bound.html_name}_{place}",
                "id": f"{bound.auto_id}_{place}",
                "label": name.capitalize(),
                "classes": WIDTHS.get(name, "govuk-input--width-2") + error,
                "value": values[place] if place < len(values) and values[place] else "",
                "inputmode": "text" if name == "time" else "numeric",
            }
        )
    params = {**common(bound), "id": bound.auto_id, "fieldset": fieldset(bound), "items": items}
    if "hint" not in params and "time" in widget.parts:
        params["hint"] = {"text": "For example, 27 3 2026 at 4:30pm"}
    return params


def wrong_parts(bound: BoundField) -> tuple[int, ...]:
    """The places of the parts to mark red: those the error names, else all of them."""
    if not bound.errors:
        return ()
    for error in bound.form.errors[bound.name].as_data():
        if isinstance(error, PartError):
            return error.parts
    return tuple(range(len(bound.field.widget.parts)))


def hidden_values(bound: BoundField) -> list[tuple[str, str]]:
    """A hidden field as (name, value) pairs: one for each of its values."""
    value = bound.value()
    if isinstance(bound.field.widget, forms.MultipleHiddenInput):
        return [(bound.html_name, str(one)) for one in value or []]
    shape = bound.field.widget.format_value(value)
    return [(bound.html_name, "" if shape is None else str(shape))]


def draw(bound: BoundField) -> Markup:
    """A field and what hangs on it."""
    return Markup(get_template("forms/field.html").render({"field": bound}))  # noqa: S704


def shown_when(bound: BoundField) -> str:
    """`name=value|value` for a question that our own script shows and hides, else nothing."""
    form = bound.form
    if not isinstance(form, Shared) or bound.name not in form.conditional:
        return ""
    if form.reveals(bound.name):
        return ""
    controller, answers = form.conditional[bound.name]
    if controller not in form.fields:
        return ""
    return f"{form[controller].html_name}={'|'.join(sorted(answers))}"


def first_input(bound: BoundField) -> str:
    """The id that an error leads to: the first choice, or the first wrong part of a date."""
    if isinstance(bound.field.widget, widgets.Day):
        return f"{bound.auto_id}_{(wrong_parts(bound) or (0,))[0]}"
    return str(bound.auto_id)


def errors_of(form: Any) -> list[dict[str, str]]:
    """Every error of a form or formset in the order of the page: `{"text", "href"}`."""
    if isinstance(form, BaseFormSet):
        whole = [{"text": str(text), "href": ""} for text in form.non_form_errors()]
        return whole + [error for one in form.forms for error in errors_of(one)]
    if not form.is_bound or not form.errors:
        return []
    found = [{"text": str(text), "href": ""} for text in form.non_field_errors()]
    for bound in form:
        href = "" if bound.is_hidden else f"#{first_input(bound)}"
        found += [{"text": str(text), "href": href} for text in bound.errors]
    return found


def error_summary(form: Any) -> Markup:
    """What is wrong, at the top of the page, each line leading to its question; once a page."""
    if getattr(form, "summary_is_drawn", False):
        return Markup("")
    form.summary_is_drawn = True
    errors = errors_of(form)
    if not errors:
        return Markup("")
    drawn = get_template("forms/errors.html").render({"errors": errors})
    return Markup(drawn)  # noqa: S704 - the template escaped it


@pass_context
def crispy(
    context: Context,
    form: Any,
    *,
    submit: str | None = None,
    action: str = "",
    method: str = "post",
    tag: bool = True,
    attrs: Mapping[str, Any] | None = None,
) -> Markup:
    """`{{ crispy(form) }}`: a whole form or formset, with its error summary and its button.

    `submit` is the button's text ("" for none), `tag=False` leaves out `<form>`, `attrs` go on it.
    """
    helper: FormHelper = getattr(form, "helper", None) or FormHelper()
    if isinstance(form, BaseFormSet):
        helper = FormHelper()
        if form.forms and hasattr(form.forms[0], "layout"):
            helper.layout = form.forms[0].layout()
    helper.form_tag, helper.form_method = tag, method
    if action:
        helper.form_action = action
    helper.attrs = {"novalidate": True, **helper.attrs, **(attrs or {})}
    helper.submit_text = getattr(form, "submit", "Continue") if submit is None else submit
    helper.disable_csrf = method != "post"
    known = {"csrf_input": context.get("csrf_input")}
    return Markup(render_crispy_form(form, helper, known))  # noqa: S704 - drawn by our templates
