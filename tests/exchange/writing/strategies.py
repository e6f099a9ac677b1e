"""Cards of all kinds with whatever text people may have in them, for properties of writing and reading."""

from hypothesis import strategies as st

from app.cards.schemas import (
    Contact,
    DutyRow,
    Head,
    Kind,
    Measure,
    OperationRow,
    RiskRow,
    ScenarioRow,
    Step,
)
from app.exchange.writing.encoding import OutCard
from app.risk.matrices import MATRICES, grade, stated

ODD = "=+-@'\"、，；：｜⟦⟧\n\t \u00a0\u3000\u200b\r\u2028,;_x0041_\x07\ufeff<&>{{"
TEXT = st.one_of(
    st.sampled_from(
        ["", "护罩装好", "=1+1", "-2℃", "@岗位", "+86", "1.查\n2.修", "_x000D_", "工程技术：锁", "：", "⟦5F⟧"]
    ),
    st.text(alphabet=st.one_of(st.sampled_from(ODD), st.characters(exclude_categories=["Cs"])), max_size=12),
)
SAID = TEXT.filter(lambda text: text.strip() != "")
ID = st.one_of(st.uuids().map(str), st.sampled_from(["r1", "r2", "a b", "=1", "⟦空⟧", "一\n二"]))
EXTRA = st.dictionaries(TEXT, TEXT, max_size=3)
LIST = st.lists(TEXT, max_size=3)
GRADE = st.one_of(
    st.none(),
    st.integers(1, 5).map(stated),
    *(
        st.fixed_dictionaries({name: st.sampled_from(values) for name, values in matrix.factors.items()}).map(
            lambda inputs, method=matrix.method, name=matrix.id: grade(method, inputs, name)
        )
        for matrix in MATRICES.values()
    ),
)
CONTACT = st.builds(Contact, name=TEXT, number=TEXT, inside=st.booleans(), note=TEXT)
HEAD = st.builds(
    Head,
    owner=TEXT,
    jingle=LIST,
    contacts=st.lists(CONTACT, max_size=3),
    rights=LIST,
    summary=TEXT,
    notice=TEXT,
    extra=EXTRA,
)
MEASURE = st.builds(
    Measure,
    id=ID,
    text=TEXT,
    kind=st.sampled_from(["", "工程技术", "管理", "培训教育", "个体防护", "应急处置"]),
)
STEP = st.builds(Step, id=ID, who=TEXT, act=TEXT, how=TEXT, icon=TEXT)
ROWS = {
    Kind.RISK: st.builds(
        RiskRow,
        point=TEXT,
        hazard=TEXT,
        medium=TEXT,
        accidents=LIST,
        before=GRADE,
        after=GRADE,
        tier=TEXT,
        measures=st.lists(MEASURE, max_size=3),
        owner=TEXT,
        signs=LIST,
        extra=EXTRA,
    ),
    Kind.DUTY: st.builds(
        DutyRow, duty=TEXT, number=TEXT, standard=TEXT, assessment=TEXT, rights=TEXT, extra=EXTRA
    ),
    Kind.OPERATION: st.builds(
        OperationRow,
        procedure=TEXT,
        standard=TEXT,
        phase=st.sampled_from(["前", "中", "后", ""]),
        risk=TEXT,
        forbidden=LIST,
        step=st.sampled_from(["做", "确认", "呼叫", ""]),
        who=TEXT,
        tag=TEXT,
        extra=EXTRA,
    ),
    Kind.EMERGENCY: st.builds(
        ScenarioRow,
        name=TEXT,
        short=TEXT,
        icon=TEXT,
        steps=st.lists(STEP, max_size=3),
        never=LIST,
        supplies=LIST,
        notes=LIST,
        extra=EXTRA,
    ),
}


@st.composite
def cards(draw: st.DrawFn) -> list[OutCard]:
    """Up to four cards, no two of the same kind on the same post."""
    places = draw(st.lists(st.tuples(TEXT, SAID, st.sampled_from(list(Kind))), max_size=4, unique=True))
    return [
        OutCard(
            unit,
            post,
            kind,
            draw(HEAD),
            draw(st.lists(st.tuples(ID, ROWS[kind]), max_size=3, unique_by=lambda row: row[0])),
        )
        for unit, post, kind in places
    ]
